import { setTimeout as pause } from 'node:timers/promises';
import { frontend, versions } from '../../demo/podinfo.ts';
import { sampleApplication, sampleSteps } from '../../playground/sample.ts';
import { alice } from '../../stage/people.ts';
import { progressiveStage } from '../../stage/pipeline.ts';
import { drawings, throttle } from './drawn.ts';
import type { DeckGround } from './measure-deck.ts';

const lines = 5_000;

/** podinfo's Deployment, and ConfigMaps of twenty lines each until there are enough lines. */
function longManifest(): string {
  const documents = [frontend(versions.first).trimEnd()];
  let count = documents.join('\n').split('\n').length;
  for (let index = 0; count < lines; index += 1) {
    const entries = Array.from({ length: 14 }, (_, entry) => `  key-${entry}: value ${entry} of ${index}`);
    const metadata = ['metadata:', `  name: settings-${index}`];
    const document = ['---', 'apiVersion: v1', 'kind: ConfigMap', ...metadata, 'data:', ...entries];
    documents.push(document.join('\n'));
    count += document.length;
  }
  return documents.join('\n');
}

/** Somebody types words into the middle of a manifest, with pauses in which the form does what it puts off. */
export async function measureKeys({ playground, page, open }: DeckGround, rate: number): Promise<readonly number[]> {
  const stage = progressiveStage({
    manifest: longManifest(),
    steps: sampleSteps,
    deployment: { targets: [{ account: playground.account, namespaceOverride: playground.namespace }] },
    stage: { name: 'Long', refId: '1', requisiteStageRefIds: [] },
  });
  const pipeline = { application: sampleApplication, name: `Long, ${rate}`, stages: [stage] };
  const { id } = playground.front50.save(pipeline, alice);
  await open(`executions/configure/${id}`);
  await page.getByText('Long', { exact: true }).first().click();
  const manifest = page.getByRole('textbox', { name: 'Manifest' });
  await manifest.click();
  await page.getByText(/objects would be deployed/).waitFor();
  await throttle(page, rate);
  await page.keyboard.press('End');
  await drawings(page, 'keys');
  for (const sentence of ['  # one two three', ' four five six', ' seven eight nine', ' ten eleven twelve']) {
    for (const word of sentence.split(/(?= )/)) {
      await page.keyboard.type(word, { delay: 120 });
      await pause(500);
    }
    await pause(2_500);
  }
  return drawings(page, 'keys');
}
