import { beforeAll, describe, expect, it } from '@jest/globals';
import { versions } from '../demo/podinfo.ts';
import { alice, reader, releaser } from '../stage/people.ts';
import { AuditPage } from './audit-page.ts';
import { decideUntilEnded, deploymentsOf, isOf } from './decided-by-service.ts';
import { StageDetails } from './stage-details.ts';
import { withPlayground } from './with-playground.ts';

const patience = 120_000;

describe('the audit of what happened in the playground', () => {
  const browsing = withPlayground();
  let executionId: string;
  let deployment: string;

  beforeAll(async () => {
    const { playground } = browsing;
    await decideUntilEnded(playground, 'promoteFully', playground.runSample(versions.first));
    executionId = playground.runSample(versions.next);
    const waiting = async (): Promise<string> => {
      for (;;) {
        const found = (await deploymentsOf(playground)).find((one) => isOf(executionId, one));
        if (found?.phase === 'waiting') return found.id;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    deployment = await waiting();
    await playground.as(reader).decide(deployment, 'approve');
    await playground.as(releaser).decide(deployment, 'approve', 'Looks good at a quarter.');
  }, patience);

  it('tells on the page who started, who was refused and who approved, and leads to the execution', async () => {
    const deck = await browsing.signIn();
    const audit = await AuditPage.open(deck, `?deployment=${deployment}`);
    const line = (person: string, what: RegExp) => audit.lines.filter({ hasText: person }).filter({ hasText: what });
    await line(alice, /Start/).waitFor();
    await line(reader, /Refusal\s*Approve/).waitFor();
    await line(releaser, /Decision\s*Approve/).waitFor();
    await deck.screenshot('audit-of-what-happened');
    expect(await deck.violations('.gennaker-audit')).toEqual([]);
    await audit.field('Kind').selectOption('refusal');
    await audit.inAddress('kind', 'refusal');
    await line(alice, /Start/).waitFor({ state: 'detached' });
    await line(reader, /Refusal\s*Approve/)
      .getByRole('link')
      .click();
    await deck.page.locator('.gennaker-stage').getByText(deployment).waitFor();
    expect(deck.page.url()).toContain(executionId);
  });

  it('tells in the details of the stage what is decided there, and how it ends', async () => {
    const deck = await browsing.signIn();
    const opened = async () => {
      const { panel } = await StageDetails.open(deck, executionId);
      await panel.getByText('Audit', { exact: true }).click();
      return panel.locator('.gennaker-audit-line');
    };
    await (await opened()).filter({ hasText: releaser }).waitFor();
    await decideUntilEnded(browsing.playground, 'promoteFully', executionId);
    // Opened anew, as Deck draws its details anew when it learns of the end.
    const lines = await opened();
    await lines.filter({ hasText: /Outcome\s*Deployment/ }).waitFor();
    await deck.screenshot('audit-of-what-happened-section');
  });

  it('is not shown to somebody who may not see the application', async () => {
    const { body, status } = await browsing.playground
      .as('stranger@example.com')
      .get<{ records?: unknown }>('/v1/audit?application=shop');
    expect([status, body.records]).toEqual([403, undefined]);
  });

  it('is exported with its chain', async () => {
    const audit = await AuditPage.open(await browsing.signIn(), `?deployment=${deployment}`);
    await audit.lines.first().waitFor();
    const { text } = await audit.exported();
    const hashes = text
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',').pop());
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
