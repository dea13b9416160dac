import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Response } from '../../../frontend/service/request.ts';
import { sampleApplication } from '../../playground/sample.ts';
import { largeAnswers } from '../pipeline-permissions/large-world.ts';
import { throttle } from './drawn.ts';
import { perSecond } from './frames.ts';
import type { DeckGround } from './measure-deck.ts';

/** Of the page Pipeline permissions with 5,000 pipelines, on a page that is throttled 4x. */
export interface PipelinesPageMeasured {
  /** Milliseconds from the end of the last answer until the first rows are painted; one for each time the page is opened. */
  readonly firstRows: readonly number[];
  /** The same without a throttle. */
  readonly firstRowsAtFullSpeed: readonly number[];
  /** Frames in each whole second of scrolling. */
  readonly frames: readonly number[];
  /** The same while nobody scrolls, in turn with these: what the machine has to give. */
  readonly framesAtRest: readonly number[];
}

const size = { pipelines: 5000, stages: 6, serviceAccounts: 2000, accounts: 300, roles: 200 };
const times = 3;
const turns = 4;
const secondsOfTurn = 2;

/** Runs in the page, before anything of Deck: when the first rows were painted. */
const watching = `
window.firstRows = new Promise((resolve) => {
  const observer = new MutationObserver(() => {
    if (document.querySelector('.gennaker-long-body [role="row"]') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(undefined);
    });
  });
  observer.observe(document, { childList: true, subtree: true });
});`;

/** When the last answer was there that the page asked for. */
const lastAnswer = `Math.max(...performance.getEntriesByType('resource')
  .filter(({ name }) => /pipelineConfigs|credentials\\?|serviceAccounts|\\/pipelines$/.test(name))
  .map(({ responseEnd }) => responseEnd))`;

/** Scrolls by so many rows a frame, and tells when each frame began. */
const framesWhile = (rowsHigh: number): string => `new Promise((resolve) => {
  const body = document.querySelector('.gennaker-long-body');
  const frames = [];
  const frame = (now) => {
    frames.push(now);
    body.scrollTop += ${rowsHigh * 40};
    if (now - frames[0] < ${secondsOfTurn * 1000}) requestAnimationFrame(frame);
    else resolve(frames);
  };
  requestAnimationFrame(frame);
})`;

export async function measurePipelinesPage({ page, open }: DeckGround): Promise<PipelinesPageMeasured> {
  await answerLarge(page);
  await page.addInitScript(watching);
  const firstRowsAtFullSpeed = await openedTimes(page, open);
  await throttle(page, 4);
  const firstRows = await openedTimes(page, open);
  await page.getByText('5000 of 5000 pipelines', { exact: true }).waitFor({ timeout: 120_000 });
  await pause(2_000);
  const [frames, framesAtRest]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn += 1) {
    framesAtRest.push(...perSecond(await page.evaluate<number[]>(framesWhile(0))));
    // As a quick wheel does.
    frames.push(...perSecond(await page.evaluate<number[]>(framesWhile(3))));
  }
  return { firstRows, firstRowsAtFullSpeed, frames, framesAtRest };
}

async function openedTimes(page: Page, open: DeckGround['open']): Promise<readonly number[]> {
  const measured: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await page.goto('about:blank');
    await open('pipeline-permissions');
    const painted = await page.evaluate<number>('window.firstRows');
    measured.push(painted - (await page.evaluate<number>(lastAnswer)));
  }
  return measured;
}

/** Gate and the service as they would answer about as much as that; the rest of Deck is the playground's. */
async function answerLarge(page: Page): Promise<void> {
  const { gate, told } = largeAnswers(size, sampleApplication);
  const answers: readonly (readonly [string, Response])[] = [
    [`**/gate/applications/${sampleApplication}/pipelineConfigs*`, gate.pipelines],
    ['**/gate/credentials?*', gate.credentials],
    ['**/gate/auth/user/serviceAccounts*', gate.serviceAccounts],
  ];
  for (const [url, answer] of answers)
    await page.route(url, (route) => route.fulfill({ json: answer.kind === 'answer' ? answer.body : undefined }));
  await page.route('**/v1/access/applications/*/pipelines', (route) => route.fulfill({ json: told }));
}
