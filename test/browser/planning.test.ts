import { beforeAll, describe, expect, it } from '@jest/globals';
import { frontend, versions } from '../demo/podinfo.ts';
import type { JsonObject } from '../orca/json.ts';
import { documents } from '../stage/manifests.ts';
import { approval, progressiveStage, weight } from '../stage/pipeline.ts';
import { decideUntilEnded } from './decided-by-service.ts';
import { StageDetails } from './stage-details.ts';
import { StageForm } from './stage-form.ts';
import { withPlayground } from './with-playground.ts';

const secret =
  'apiVersion: v1\nkind: Secret\nmetadata: { name: login, annotations: { strategy.spinnaker.io/versioned: "false" } }\nstringData: { password: not-to-be-seen }\n';

const stage = (manifest: string): JsonObject => ({
  refId: '1',
  requisiteStageRefIds: [],
  ...progressiveStage({
    manifest,
    steps: [weight(25), { pause: { untilApproved: true, requiresRoles: ['release'] } }, weight(50), approval],
    deployment: { targets: [{ account: 'simulated-cluster', namespaceOverride: 'shop' }] },
    stage: { name: 'Deploy' },
  }),
});

describe('an author who plans', () => {
  const browsing = withPlayground();
  let first: string;

  beforeAll(async () => {
    first = browsing.playground.runSample(versions.first);
    await decideUntilEnded(browsing.playground, 'promoteFully', first);
  });

  it('sees what changes on the cluster, line by line, who approves, and no value of a Secret', async () => {
    const deck = await browsing.signIn();
    const next = frontend(versions.next).replace('targetPort: http\n', 'targetPort: grpc\n');
    const form = await StageForm.open(deck, browsing.playground, [stage(documents(next, secret))]);
    await form.choose('Deploy');
    const plan = form.wholePlan;
    const row = (text: string | RegExp) => plan.getByRole('listitem').filter({ hasText: text });
    await plan.getByText(/^1 created, \d changed/).waitFor();
    await plan.getByText('Step 2 of 4, at 25 %: somebody with the role release').waitFor();
    await row(/^changedRollout/)
      .locator('summary')
      .focus();
    await deck.page.keyboard.press('Enter');
    await row(/^changedRollout/)
      .getByText(`podinfo:${versions.next}`)
      .waitFor();
    await row(/^createdSecret/)
      .locator('summary')
      .click();
    await row(/^createdSecret/)
      .getByText('password: (hidden)')
      .waitFor();
    await plan.scrollIntoViewIfNeeded();
    await deck.screenshot('plan-in-form');
    expect(await plan.textContent()).not.toContain('not-to-be-seen');
    expect(await deck.violations('.gennaker-form')).toEqual([]);
  });

  it('sees where this version runs already that no step is taken, and nobody is asked', async () => {
    const deck = await browsing.signIn();
    const form = await StageForm.open(deck, browsing.playground, [stage(frontend(versions.first))]);
    await form.choose('Deploy');
    await form.wholePlan.getByText(/runs this version already: no pod is replaced/).waitFor();
    await form.wholePlan.getByText('Nobody: it waits for no approval.').waitFor();
    await form.wholePlan.scrollIntoViewIfNeeded();
    await deck.screenshot('plan-without-steps');
  });

  it('sees in the details of a run what it was to change', async () => {
    const details = await StageDetails.open(await browsing.signIn(), first);
    await details.panel.getByText('The plan that was applied').click();
    await details.panel.getByText(/^3 created, as it stood before the first apply/).waitFor();
    await details.panel.getByRole('listitem').filter({ hasText: 'createdService' }).locator('summary').click();
    await details.panel.getByText('kind: Service').waitFor();
    await details.panel.locator('.gennaker-applied-plan:not(.gennaker-audit)').scrollIntoViewIfNeeded();
    await details.deck.screenshot('plan-that-was-applied');
    expect(await details.deck.violations('.gennaker-stage')).toEqual([]);
  });
});
