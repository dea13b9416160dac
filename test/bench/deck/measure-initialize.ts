import type { DeckGround, DeckMeasured } from './measure-deck.ts';

const starts = 12;

/** Stands before the bundle, and tells how long its `initialize` takes when Deck calls it. */
const timed = `
import { plugin as own } from './index.js?own';
export const plugin = {
  ...own,
  initialize(...given) {
    const begun = performance.now();
    const result = own.initialize(...given);
    window.initialized = performance.now() - begun;
    return result;
  },
};`;

/** Deck started again and again, as a person does who opens it, and what the bundle asks the service for meanwhile. */
export async function measureInitialize({
  page,
  playground,
}: DeckGround): Promise<Pick<DeckMeasured, 'initialize' | 'callsAtInitialize'>> {
  await page.route(/\/plugins\/deck\/[^/]+\/[^/]+\/index\.js$/, (route) =>
    route.fulfill({ contentType: 'application/javascript', body: timed }),
  );
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const initialize: number[] = [];
  for (let start = 0; start < starts; start += 1) {
    await page.goto('about:blank');
    await page.goto(`${playground.url}/#/applications`);
    await page.getByText('Create Application', { exact: true }).waitFor();
    initialize.push(await page.evaluate<number>('window.initialized'));
  }
  return { initialize, callsAtInitialize: asked.filter((path) => path.includes('/proxies/')).length };
}
