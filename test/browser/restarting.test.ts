import { beforeAll, describe, expect, it } from '@jest/globals';
import { versions } from '../demo/podinfo.ts';
import { alice } from '../stage/people.ts';
import { decideUntilEnded, deploymentsOf } from './decided-by-service.ts';
import { StageDetails } from './stage-details.ts';
import { withPlayground } from './with-playground.ts';

describe('a stage', () => {
  const browsing = withPlayground();

  const promote = (executionId: string): Promise<void> =>
    decideUntilEnded(browsing.playground, 'promoteFully', executionId);

  let first: string;
  beforeAll(async () => {
    first = browsing.playground.runSample(versions.first);
    await promote(first);
  });

  it('that deployed a workload for the first time says that there was nothing to compare with', async () => {
    const details = await StageDetails.open(await browsing.signIn(), first);
    await details.says(/first deployment/i);
    await details.says(/Succeeded/);
    await details.deck.screenshot('restarting-first-deployment');
  });

  // Before there are newer executions: Deck lists the latest two of a pipeline, and sometimes leaves one that it has to
  // load by itself again (its transition is superseded).
  it('that the reader may not see, or whose session has ended, says what to do', async () => {
    const deck = await browsing.signIn();
    deck.allowTrouble(/401/);
    await deck.page.route('**/gate/proxies/**', (route) =>
      route.fulfill({ status: 401, json: { error: 'Unauthorized' } }),
    );
    const details = await StageDetails.open(deck, first);
    await details.says(/log in/i);
    await deck.screenshot('restarting-session-ended');
  });

  it('that was canceled while it waits is restarted, and takes its rollout up again', async () => {
    const executionId = browsing.playground.runSample(versions.next);
    const details = await StageDetails.open(await browsing.signIn(), executionId);
    const { page } = details.deck;
    await details.waitsForApproval();
    await page.locator('.execution-actions, .execution').locator('.fa-times-circle').first().click();
    const dialog = page.getByRole('dialog').last();
    await dialog
      .getByRole('button', { name: /stop|cancel running/i })
      .first()
      .click();
    await page.locator('.execution-marker-canceled').first().waitFor();
    await details.says(/Canceled/);
    await details.says(/restart/i);
    await details.deck.screenshot('restarting-canceled');
    await page
      .getByRole('button', { name: /Actions/ })
      .or(page.getByText('Actions'))
      .first()
      .click();
    await page
      .getByText(/^Restart Deploy podinfo progressively$/)
      .first()
      .click();
    await page
      .getByRole('button', { name: /^Restart/ })
      .last()
      .click();
    await details.waitsForApproval();
    await details.deck.screenshot('restarting-taken-up');
    const [latest] = await deploymentsOf(browsing.playground);
    expect(latest).toMatchObject({ executionId, phase: 'waiting' });
    await details.button('Approve').click();
    await details.history.getByText(alice).first().waitFor();
    await promote(executionId);
  });

  it('keeps showing what it knew while the service is away, and goes on by itself when it is back', async () => {
    const executionId = browsing.playground.runSample('6.14.0');
    const deck = await browsing.signIn();
    deck.allowTrouble(/502/);
    const details = await StageDetails.open(deck, executionId);
    await details.waitsForApproval();
    const away = '**/gate/proxies/**';
    await deck.page.route(away, (route) => route.fulfill({ status: 502, json: { error: 'Bad Gateway', status: 502 } }));
    await details.says(/as of|not up to date|last/i);
    await details.says('25 %');
    await deck.screenshot('restarting-service-away');
    await deck.page.unroute(away);
    await details.button('Approve').click();
    await details.history.getByText(alice).first().waitFor();
    await promote(executionId);
  });

  it('of last year shows what the execution knows, when its deployment is gone', async () => {
    const executionId = browsing.playground.runSample(versions.first);
    await promote(executionId);
    const deck = await browsing.signIn();
    deck.allowTrouble(/404/);
    await deck.page.route('**/gate/proxies/gennaker/v1/deployments/*', (route) =>
      route.fulfill({
        status: 404,
        json: {
          error: 'not-found',
          message:
            'Viewing on deployment x was refused: there is no such deployment. Open it from its pipeline execution.',
        },
      }),
    );
    const details = await StageDetails.open(deck, executionId);
    await details.says(/there is no such deployment/);
    await details.says(/runs the new version/);
    await deck.screenshot('restarting-forgotten');
    expect(await deck.violations('.gennaker-stage')).toEqual([]);
  });
});
