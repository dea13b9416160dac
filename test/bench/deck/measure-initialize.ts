import type { DeckGround, DeckMeasured } from './measure-deck.ts';

const repetitions = 20;

/** The bundle loaded again and again into a Deck that is up, and what it asks anybody for meanwhile. */
export async function measureInitialize({
  page,
  playground,
  open,
}: DeckGround): Promise<Pick<DeckMeasured, 'initialize' | 'callsAtInitialize'>> {
  const loaded = page.waitForRequest(/\/plugins\/deck\/[^/]+\/[^/]+\/index\.js$/);
  await open('executions');
  const url = (await loaded).url();
  await page.getByText('Deploy podinfo').first().waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const initialize: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const took = await page.evaluate<number>(
      `import('${url}?again=${repetition}').then(({ plugin }) => {
        const begun = performance.now();
        plugin.initialize(plugin);
        return performance.now() - begun;
      })`,
    );
    initialize.push(took);
  }
  const ours = asked.filter((path) => path.includes('/proxies/') || path.includes(playground.account));
  return { initialize, callsAtInitialize: ours.length };
}
