import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import type { ApplicationRules } from '../../../backend-stub/contract/application-rules.ts';
import { tellCreation, twoTeams } from '../../browser/told-creation.ts';
import { throttle } from './drawn.ts';
import { perSecond } from './frames.ts';
import type { DeckGround } from './measure-deck.ts';

/** Of a name that is typed, on a page that is throttled 4x. Milliseconds, one for each name. */
export interface CreationMeasured {
  /** From the last key until the verdict about the whole name is painted, with the wait before asking. */
  readonly verdicts: readonly number[];
  /** The same without that wait, and without the time of the call. */
  readonly ours: readonly number[];
  /** As `ours`, on a page that is not throttled. */
  readonly oursAtFullSpeed: readonly number[];
  /** Frames in each whole second of typing. */
  readonly frames: readonly number[];
}

const applications = 10_000;
const roles = Array.from({ length: 300 }, (_, index) => `role-${String(index).padStart(3, '0')}`);
const rules: ApplicationRules = {
  ...twoTeams,
  prefixes: Array.from({ length: 500 }, (_, index) => {
    const role = roles[index % roles.length] ?? '';
    return { prefix: `team-${index}-*`, permissions: { CREATE: [role], READ: roles.slice(0, 50), WRITE: [role] } };
  }),
};
/** As many that a 95th percentile is none of its ends. */
const names = Array.from({ length: 21 }, (_, index) => `team-${index * 23}-service-${index}`);

/** Runs in the page: when the last key was, when its verdict was painted, and every frame. */
const watching = `
window.creation = { key: 0, frames: [], painted: undefined };
addEventListener('keydown', (event) => { window.creation.key = event.timeStamp; }, true);
const frame = (now) => { window.creation.frames.push(now); requestAnimationFrame(frame); };
requestAnimationFrame(frame);
window.verdictOf = (name) => new Promise((resolve) => {
  const place = document.querySelector('.gennaker-create-verdict');
  const look = () => {
    if (!place.querySelector('.gennaker-notice')?.textContent.includes(name + ':')) return false;
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const calls = performance.getEntriesByType('resource').filter(({ name: url }) => url.endsWith(name + '/creation'));
        const call = calls[calls.length - 1];
        resolve([performance.now() - window.creation.key, call.duration, call.startTime - window.creation.key]);
      };
      port2.postMessage(undefined);
    });
    return true;
  };
  const observer = new MutationObserver(look);
  observer.observe(place, { childList: true, subtree: true, characterData: true });
  look();
});`;

export async function measureCreation({ playground, page }: DeckGround): Promise<CreationMeasured> {
  const listed = Array.from({ length: applications }, (_, index) => ({ name: `app-${index}`, email: 'a@example.com' }));
  await page.route('**/gate/applications', (route) => route.fulfill({ json: listed }));
  await tellCreation(page, { roles: roles.slice(0, 40), rules, knownRoles: roles });
  await page.goto(`${playground.url}/#/applications`);
  await page.getByText('Create Application', { exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Name *' });
  await field.waitFor();
  await page.evaluate(watching);
  const atFullSpeed = await typed(page, field, names);
  await throttle(page, 4);
  await pause(2_000);
  const throttled = await typed(page, field, names);
  return { ...throttled, oursAtFullSpeed: atFullSpeed.ours };
}

async function typed(
  page: Page,
  field: Locator,
  words: readonly string[],
): Promise<Pick<CreationMeasured, 'verdicts' | 'ours' | 'frames'>> {
  const measured = { verdicts: [] as number[], ours: [] as number[], frames: [] as number[] };
  for (const name of words) {
    await field.fill('');
    await pause(500);
    await page.evaluate('window.creation.frames.length = 0; performance.clearResourceTimings();');
    await field.pressSequentially(name, { delay: 110 });
    const [total = 0, call = 0, asked = 0] = await page.evaluate<number[]>(`window.verdictOf('${name}')`);
    measured.verdicts.push(total);
    measured.ours.push(total - call - Math.min(asked, 120));
    measured.frames.push(...perSecond(await page.evaluate<number[]>('window.creation.frames.slice()')));
  }
  return measured;
}
