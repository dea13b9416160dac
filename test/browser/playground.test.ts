import { describe, expect, it } from '@jest/globals';
import { samplePipeline } from '../playground/sample.ts';
import { administrator, executor, reader } from '../stage/people.ts';
import { withPlayground } from './with-playground.ts';

const executions = '/applications/shop/executions';

describe('the playground', () => {
  const browsing = withPlayground();

  it('starts the real Deck, which loads our plugin through the manifest of Gate', async () => {
    const { page } = await browsing.signIn();
    const loaded = page.waitForResponse(/\/gate\/plugins\/deck\/Gennaker\.Progressive\/[^/]+\/index\.js$/);
    await page.goto(browsing.playground.url);
    expect((await loaded).status()).toBe(200);
    await page.getByRole('link', { name: 'Pipelines' }).first().waitFor();
  });

  it('shows the sample pipeline with its executions', async () => {
    browsing.playground.runSample();
    const deck = await browsing.signIn();
    await deck.open(executions);
    await deck.page.getByRole('heading', { name: samplePipeline }).waitFor();
    await deck.page.getByText('MANUAL START').first().waitFor();
    await deck.screenshot('playground-executions');
  });

  it('offers the stage once, although Gate describes a webhook of the same type', async () => {
    const deck = await browsing.signIn();
    await deck.open(`${executions}/configure/${browsing.playground.pipeline.id}`);
    await deck.page.getByText('Add stage').click();
    await deck.page.locator('.select2-choice').first().click();
    const offered = deck.page.locator('.ui-select-choices-row:visible strong');
    await offered.getByText('Webhook', { exact: true }).waitFor();
    await deck.screenshot('playground-stage-picker');
    const ours = (await offered.allInnerTexts()).filter((label) => /progressive/i.test(label));
    expect(ours).toEqual(['Kubernetes Progressive']);
  });

  it('lets one be somebody else with the keyboard, and stay where one was', async () => {
    const deck = await browsing.signIn();
    await deck.open(executions);
    await deck.page.getByLabel('You are').focus();
    await deck.page.keyboard.type('exec');
    await deck.page.keyboard.press('Tab');
    const loaded = deck.page.waitForEvent('load');
    await deck.page.keyboard.press('Enter');
    await loaded;
    expect(await deck.page.getByLabel('You are').inputValue()).toBe(executor);
    expect(new URL(deck.page.url()).hash).toBe(`#${executions}`);
    await deck.page.getByRole('heading', { name: samplePipeline }).waitFor();
  });

  it('is looked over by an admin on the page of the doctor, which sees what Gate serves and the service can not', async () => {
    const deck = await browsing.signIn(administrator);
    await deck.open('/gennaker-doctor');
    const inOrder = deck.page.getByRole('region', { name: 'What is in order' });
    await inOrder.getByText(/^Gate serves Gennaker\.Progressive \S+ to Deck\.$/).waitFor();
    await inOrder.getByText(/^The bundle at Gate is that of \d/).waitFor();
    await inOrder.getByText(/^This page and the service are both/).waitFor();
    await inOrder.getByText('Deck offers the stage once.').waitFor();
    await inOrder.getByText(/^Account \S+ may deploy and approve in/).waitFor();
    expect(await deck.page.title()).toContain('Gennaker doctor');
    await deck.screenshot('doctor');
    expect(await deck.violations('.gennaker-doctor-page')).toEqual([]);
  });

  it('refuses in Deck what Fiat refuses', async () => {
    const deck = await browsing.signIn(reader);
    deck.allowTrouble(/status of 403/);
    await deck.open(executions);
    const refused = deck.page.waitForResponse(/\/gate\/pipelines\/v2\//);
    await deck.page.getByRole('heading', { name: samplePipeline }).waitFor();
    await deck.page.getByText('Start Manual Execution').last().click();
    await deck.page.getByRole('button', { name: 'Run' }).click();
    expect((await refused).status()).toBe(403);
  });

  it.each(['/#/applications/shop/executions', '/playground/notifications'])(
    'has a strip above %s in which axe finds nothing serious',
    async (page) => {
      const deck = await browsing.signIn();
      await deck.page.goto(`${browsing.playground.url}${page}`);
      await deck.page.getByLabel('You are').waitFor();
      expect(await deck.violations('#playground-bar')).toEqual([]);
    },
  );

  it('tells where the calls to approvers will be', async () => {
    const deck = await browsing.signIn();
    await deck.page.goto(`${browsing.playground.url}/playground/notifications`);
    await deck.page.getByRole('heading', { name: 'Calls to approvers' }).waitFor();
    expect(await deck.violations('main')).toEqual([]);
    await deck.screenshot('playground-notifications');
  });
});
