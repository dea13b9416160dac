import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { frontend, versions } from '../demo/podinfo.ts';
import type { JsonObject } from '../orca/json.ts';
import { alice } from '../stage/people.ts';
import { approval, progressiveStage, weight } from '../stage/pipeline.ts';
import { StageDetails } from './stage-details.ts';
import { StageForm } from './stage-form.ts';
import { withPlayground } from './with-playground.ts';

const steps = [weight(25), approval, weight(50)];

const stage = (parts: { manifest?: string; steps?: readonly JsonObject[]; changes?: JsonObject } = {}): JsonObject => ({
  refId: '1',
  requisiteStageRefIds: [],
  ...progressiveStage({
    manifest: parts.manifest ?? frontend(versions.first),
    steps: parts.steps ?? steps,
    deployment: { targets: [{ account: 'simulated-cluster', namespaceOverride: 'shop' }], ...parts.changes },
    stage: { name: 'Deploy' },
  }),
});

/** Entries of ConfigMaps, until there are so many lines. */
function longManifest(lines: number): string {
  const documents = [frontend(versions.first)];
  while (documents.join('').split('\n').length < lines) {
    const entries = Array.from({ length: 95 }, (_, index) => `  key-${index}: value\n`).join('');
    documents.push(
      `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-${documents.length}\ndata:\n${entries}`,
    );
  }
  return documents.join('');
}

/** What comes late above a list moves it under a mouse that drags: for half a second nothing has. */
async function untilStill(element: Locator): Promise<void> {
  let [before, still] = [await element.boundingBox(), 0];
  while (still < 5) {
    await pause(100);
    const now = await element.boundingBox();
    still = isDeepStrictEqual(now, before) ? still + 1 : 0;
    before = now;
  }
}

describe('the form', () => {
  const browsing = withPlayground();

  const open = async (one: JsonObject): Promise<StageForm> => {
    const form = await StageForm.open(await browsing.signIn(), browsing.playground, [one]);
    await form.choose('Deploy');
    return form;
  };

  it('moves a step that is dragged with the mouse', async () => {
    const form = await open(stage());
    const handles = form.steps.locator('[draggable="true"]');
    await untilStill(handles.nth(2));
    await handles.nth(2).dragTo(handles.nth(0));
    await form.save();
    expect(form.saved()).toMatchObject({
      deployment: { strategy: { canary: { steps: [weight(50), weight(25), approval] } } },
    });
  });

  it('keeps a manifest of 5,000 lines whole when a line of it is changed', async () => {
    const manifest = longManifest(5_000);
    const form = await open(stage({ manifest }));
    await form.manifest.click();
    await form.manifest.press('Control+Home');
    await form.manifest.pressSequentially('# first line\n');
    await form.manifest.blur();
    await form.save();
    expect(form.saved()).toMatchObject({ deployment: { manifest: { text: `# first line\n${manifest}` } } });
  });

  it('shows and keeps 50 steps', async () => {
    const many = Array.from({ length: 25 }, (_, index) => [weight(index + 1), approval]).flat();
    const form = await open(stage({ steps: many }));
    expect(await form.steps.count()).toBe(50);
    await form.field('Step 49: weight in percent').fill('99');
    await form.save();
    expect(form.saved()).toMatchObject({
      deployment: { strategy: { canary: { steps: [...many.slice(0, 48), weight(99), approval] } } },
    });
  });

  it('takes an expression where a name is chosen, and keeps it', async () => {
    const account = '${parameters.account}';
    const form = await open(stage({ changes: { targets: [{ account, namespaceOverride: 'shop' }] } }));
    expect(await form.section('Where to deploy').getByLabel('Account').inputValue()).toBe(account);
    await form.field('Step 1: weight in percent').fill('30');
    await form.save();
    expect(form.saved()).toMatchObject({ deployment: { targets: [{ account }] } });
  });
});

describe('the details', () => {
  const browsing = withPlayground();
  const details = '**/gate/proxies/gennaker/v1/deployments/*';

  it('say that they are loading while the service is slow, and show what it answers in the end', async () => {
    const executionId = browsing.playground.runSample();
    const deck = await browsing.signIn();
    await deck.page.route(details, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await route.continue();
    });
    const shown = await StageDetails.open(deck, executionId);
    await shown.says(/Loading/);
    await shown.says(/Rollout frontend/);
  });

  it('of a service of another version say so, and what to do', async () => {
    const executionId = browsing.playground.runSample();
    const deck = await browsing.signIn();
    await deck.page.route(details, (route) => route.fulfill({ json: { deployment: 'as nobody knows it here' } }));
    const shown = await StageDetails.open(deck, executionId);
    await shown.says(/different versions/);
    await deck.screenshot('hard-input-other-version');
  });
});

describe('somebody with a keyboard alone', () => {
  const browsing = withPlayground();

  it('approves', async () => {
    const shown = await StageDetails.open(await browsing.signIn(), browsing.playground.runSample(versions.first));
    await shown.says('Succeeded');
    const next = await StageDetails.open(await browsing.signIn(), browsing.playground.runSample(versions.next));
    await next.waitsForApproval();
    const { keyboard } = next.deck.page;
    const focused = (): Promise<string> => next.deck.page.evaluate<string>('document.activeElement.textContent');
    for (let presses = 0; presses < 100 && (await focused()) !== 'Approve'; presses += 1) await keyboard.press('Tab');
    expect(await focused()).toBe('Approve');
    await keyboard.press('Enter');
    await next.history.getByText(alice).first().waitFor();
  });
});
