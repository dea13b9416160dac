import { describe, expect, it } from '@jest/globals';
import { executor, reader } from '../stage/people.ts';
import { samplePipeline } from '../playground/sample.ts';
import { withPlayground } from './with-playground.ts';

const executions = '/applications/shop/executions';

describe('the playground', () => {
  const browsing = withPlayground();

  it('starts the real Deck, which loads our plugin through Gate', async () => {
    const { page, ...deck } = await browsing.signIn();
    expect(deck).toBeDefined();
    const loaded = page.waitForResponse(/\/gate\/plugins\/deck\/Gennaker\.Progressive\/[^/]+\/index\.js$/);
    await page.goto(browsing.playground.url);
    expect((await loaded).status()).toBe(200);
    await page.getByRole('link', { name: 'Pipelines' }).first().waitFor();
  });

  it('shows the sample pipeline, and an execution of it', async () => {
    browsing.playground.runSample();
    const deck = await browsing.signIn();
    await deck.open(executions);
    await deck.page.getByRole('heading', { name: samplePipeline }).waitFor();
    await deck.page.getByText('MANUAL START').first().waitFor();
    await deck.screenshot('playground-executions');
  });
});
