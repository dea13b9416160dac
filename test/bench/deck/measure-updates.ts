import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { drawings } from './drawn.ts';
import type { DeckGround } from './measure-deck.ts';

const recorded = readFileSync(
  fileURLToPath(new URL('../../fixtures/deployments/ten-rollouts-with-100-pods.json', import.meta.url)),
  'utf8',
);
/** Every pod has another name and another state, and each rollout another weight. */
const changed = recorded
  .replaceAll('"state": "ready"', '"state": "starting"')
  .replaceAll(/"actual": \d+/g, '"actual": 37')
  .replaceAll(/-([a-z0-9]{5})"/g, '-$1x"');

const updates = 15;

/** The details ask every two seconds, and get two recordings in turn. */
export async function measureUpdates({ playground, page, open }: DeckGround): Promise<readonly number[]> {
  let asked = 0;
  await page.route('**/gate/proxies/gennaker/v1/deployments/*', (route) => {
    asked += 1;
    return route.fulfill({ contentType: 'application/json', body: asked % 2 === 0 ? recorded : changed });
  });
  const executionId = playground.runSample();
  await open(`executions/${executionId}?stage=0&step=0&details=deployment`);
  const panel = page.locator('.gennaker-stage');
  await panel.getByText('History').first().waitFor();
  const closed = panel.locator('[aria-expanded="false"]');
  while ((await closed.count()) > 0) await closed.first().click();
  await drawings(page, 'updates');
  const seen: number[] = [];
  while (seen.length < updates) {
    await pause(1_000);
    seen.push(...(await drawings(page, 'updates')));
  }
  return seen;
}
