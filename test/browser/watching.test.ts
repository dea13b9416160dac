import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { versions } from '../demo/podinfo.ts';
import { alice, reader, releaser } from '../stage/people.ts';
import { decideUntilEnded } from './decided-by-service.ts';
import { StageDetails } from './stage-details.ts';
import { withPlayground } from './with-playground.ts';

describe('an approver', () => {
  const browsing = withPlayground();

  beforeAll(() => decideUntilEnded(browsing.playground, 'promoteFully', browsing.playground.runSample(versions.first)));
  afterEach(() => decideUntilEnded(browsing.playground, 'abort'));

  const watch = async (executionId: string, user = alice): Promise<StageDetails> =>
    StageDetails.open(await browsing.signIn(user), executionId);

  it('sees what is waited for, approves with a comment, and sees it become green', async () => {
    const details = await watch(browsing.playground.runSample(versions.next));
    await details.waitsForApproval();
    await details.says('25 %');
    await details.card('Stable').getByText('podinfo:6.14.1').waitFor();
    await details.card('Canary').getByText('podinfo:6.14.2').waitFor();
    await details.deck.screenshot('watching-waits');
    expect(await details.deck.violations('.gennaker-stage')).toEqual([]);
    await details.comment.fill('Looks good at a quarter.');
    await details.button('Approve').click();
    await details.history.getByText('Looks good at a quarter.').waitFor();
    await details.says(/waits|pause/i);
    await details.deck.screenshot('watching-approved');
    await details.button('Promote fully…').click();
    await details.button('Promote fully now').click();
    await details.panel.getByText('Succeeded').first().waitFor();
    await details.deck.page.locator('.execution-marker-succeeded').first().waitFor();
    await details.deck.screenshot('watching-succeeded');
  });

  it('is led to the workload in Clusters, which is narrowed to it', async () => {
    const details = await watch(browsing.playground.runSample('6.14.0'));
    await details.waitsForApproval();
    await details.panel.getByRole('link', { name: 'frontend in Clusters' }).click();
    const { page } = details.deck;
    await page.getByText('Filtered by').waitFor();
    const { account, namespace } = browsing.playground;
    const filters = (await page.locator('.filter-tag').allInnerTexts()).map((text) => text.trim().toLowerCase());
    expect(filters).toEqual(['search: frontend', `account: ${account}`, `region: ${namespace}`]);
    await details.deck.screenshot('watching-clusters');
  });

  it('who may not is told who may', async () => {
    const executionId = browsing.playground.runSample('6.14.0');
    const details = await watch(executionId, reader);
    await details.waitsForApproval();
    expect(await details.button('Approve').isDisabled()).toBe(true);
    await details.says(/WRITE on account/);
    await details.deck.screenshot('watching-not-allowed');
    expect(await details.deck.violations('.gennaker-stage')).toEqual([]);
    const approver = await watch(executionId);
    await approver.abort();
    await approver.panel
      .getByText(/Aborted/)
      .first()
      .waitFor();
  });

  it('sees why a bad image does not start, aborts, and gets the stable version back', async () => {
    const details = await watch(browsing.playground.runSample(versions.bad));
    await details.panel
      .getByText(/ImagePullBackOff|ErrImagePull/)
      .first()
      .waitFor();
    await details.deck.screenshot('watching-bad-image');
    expect(await details.deck.violations('.gennaker-stage')).toEqual([]);
    await details.comment.fill('The image does not exist.');
    await details.abort();
    await details.panel
      .getByText(/is back on its stable version/)
      .first()
      .waitFor();
    await details.says(/Aborted by alice@example\.com: The image does not exist\. .*(ImagePull|ErrImage)/);
    await details.deck.page.locator('.execution-marker-terminal').first().waitFor();
    await details.deck.screenshot('watching-aborted');
    const { cluster, namespace } = browsing.playground;
    const rollout = await cluster?.api().get(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/frontend`);
    expect(JSON.stringify(rollout)).not.toContain(`podinfo:${versions.bad}`);
    expect(textAt(rollout, 'status', 'stableRS')).toBe(textAt(rollout, 'status', 'currentPodHash'));
  });

  it('of two at once, one wins and the other is told who it was', async () => {
    const executionId = browsing.playground.runSample('6.14.0');
    const [first, second] = [await watch(executionId), await watch(executionId, releaser)];
    second.deck.allowTrouble(/status of 4/);
    await Promise.all([first.waitsForApproval(), second.waitsForApproval()]);
    // Frozen at what it shows, as for somebody who reads before deciding.
    const looks = '**/gate/proxies/gennaker/v1/deployments/*';
    await second.deck.page.route(looks, (route) => route.abort());
    second.deck.allowTrouble(/ERR_FAILED/);
    await first.button('Approve').click();
    await first.history.getByText(alice).first().waitFor();
    await second.deck.page.unroute(looks);
    await second.button('Approve').click();
    await second.says(new RegExp(`${alice} approved.* a moment before you`));
    await second.deck.screenshot('watching-second-approver');
  });
});
