import { beforeAll, describe, expect, it } from '@jest/globals';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { versions } from '../demo/podinfo.ts';
import { AuditPage } from './audit-page.ts';
import { decideUntilEnded } from './decided-by-service.ts';
import { StageDetails } from './stage-details.ts';
import { withPlayground } from './with-playground.ts';
import { answerAudit, auditRoute, recordsIn } from './written-audit.ts';

describe('the page Audit', () => {
  const browsing = withPlayground();
  const records = recordsIn('several-days');

  it('is led to by the navigation of an application, and is read by the keyboard alone', async () => {
    const deck = await browsing.signIn();
    await answerAudit(deck.page, records);
    await deck.open('/applications/shop/executions');
    // Before it has drawn its pipelines Deck goes to the same page once more by itself, and overtakes whoever is faster.
    await deck.page.locator('.execution-group').first().waitFor();
    await deck.page.getByRole('link', { name: 'Audit' }).focus();
    await deck.page.keyboard.press('Enter');
    const audit = await AuditPage.shown(deck);
    await audit.lines.nth(99).waitFor();
    expect(await deck.page.title()).toContain('Audit');
    await audit.lines.first().getByRole('button').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await deck.page.keyboard.press(key);
    await audit.panel.getByText(textAt(records[3], 'hash') ?? '').waitFor();
    await audit.panel.getByText(textAt(records[3], 'previous') ?? '').waitFor();
    await deck.screenshot('audit-full');
    expect(await deck.violations('.gennaker-audit')).toEqual([]);
    for (const key of ['End', 'Tab', 'Tab', 'Enter']) await deck.page.keyboard.press(key);
    await audit.lines.nth(199).waitFor();
  });

  it('has its filters in the address, which shows the same to whom it is sent', async () => {
    const deck = await browsing.signIn();
    const asked = await answerAudit(deck.page, records);
    const audit = await AuditPage.open(deck);
    await audit.field('Kind').selectOption('refusal');
    await audit.inAddress('kind', 'refusal');
    await audit.field('Person').fill('Reader');
    await audit.inAddress('actor', 'Reader');
    await audit.field('Until').fill('2026-11-25T12:00');
    await audit.inAddress('to', '2026-11-25T12:00:00.000Z');
    await audit.panel.locator('[aria-busy="false"]').waitFor();
    expect(new Set(await audit.lines.locator('.gennaker-audit-kind').allInnerTexts())).toEqual(new Set(['Refusal']));
    await deck.screenshot('audit-filtered');
    expect(await deck.violations('.gennaker-audit')).toEqual([]);
    const found = await audit.lines.allInnerTexts();

    const other = await browsing.signIn();
    await answerAudit(other.page, records);
    const same = await AuditPage.open(other, `?${audit.query.toString()}`);
    await same.lines.first().waitFor();
    expect(await same.lines.allInnerTexts()).toEqual(found);
    expect(await same.field('Person').inputValue()).toBe('Reader');
    expect(await same.field('Until').inputValue()).toBe('2026-11-25T12:00');

    await audit.field('Person').pressSequentially('s of the world');
    await audit.panel.getByText('Nothing that was written down fits these filters.').waitFor();
    await deck.screenshot('audit-nothing-fits');
    expect(asked.map((query) => query.get('actor'))).not.toContain('Readers');
    await audit.button('Clear filters').click();
    await audit.lines.nth(99).waitFor();
    expect([...audit.query.keys()]).toEqual([]);
  });

  it('says why it can not be loaded, and is there when it is tried again', async () => {
    const deck = await browsing.signIn();
    deck.allowTrouble(/status of 502/);
    await deck.page.route(auditRoute, (route) => route.fulfill({ status: 502, body: '' }));
    const audit = await AuditPage.open(deck);
    await audit.panel.getByText('The audit can’t be loaded.').waitFor();
    await deck.screenshot('audit-error');
    expect(await deck.violations('.gennaker-audit')).toEqual([]);
    await deck.page.unroute(auditRoute);
    await answerAudit(deck.page, records);
    await audit.button('Try again').click();
    await audit.lines.first().waitFor();
  });

  it('is exported as a file of what the filters show', async () => {
    const deck = await browsing.signIn();
    await answerAudit(deck.page, records);
    const audit = await AuditPage.open(deck, '?kind=outcome');
    await audit.lines.first().waitFor();
    const { name, text } = await audit.exported();
    expect(name).toMatch(/^audit-shop-[\dTZ-]+\.csv$/);
    const outcomes = records.filter((record) => textAt(record, 'kind') === 'outcome');
    const rows = text.split('\r\n').slice(1, -1);
    expect(rows.map((row) => row.split(',')[2])).toEqual(outcomes.map(() => 'outcome'));
    expect(rows.map((row) => row.split(',').pop())).toEqual(outcomes.map((record) => textAt(record, 'hash')));
    await audit.panel.getByText(`${outcomes.length} records saved as ${name}.`).waitFor();
    await deck.screenshot('audit-exported');
    expect(await deck.violations('.gennaker-audit')).toEqual([]);
  });

  it('shows texts that are made to do harm as texts, and keeps its columns', async () => {
    const deck = await browsing.signIn();
    await answerAudit(deck.page, recordsIn('hostile-texts'));
    const audit = await AuditPage.open(deck);
    await audit.panel.getByText('<img src=x onerror=alert(1)>').waitFor();
    await deck.screenshot('audit-hostile');
    expect(await audit.panel.locator('img').count()).toBe(0);
    const [wide, room] = [await audit.panel.getByRole('table').boundingBox(), await audit.panel.boundingBox()];
    expect(wide?.width).toBeLessThanOrEqual(room?.width ?? 0);
    expect((await audit.exported()).text).toContain(`"'=HYPERLINK(""https://evil.example.com"",""click"")"`);
  });

  it('says that nothing is written down yet, and that a time can not be', async () => {
    const deck = await browsing.signIn();
    await answerAudit(deck.page, recordsIn('nothing-yet'));
    const audit = await AuditPage.open(deck);
    await audit.panel.getByText('Nothing is written down of this application yet.').waitFor();
    await deck.screenshot('audit-empty');
    expect(await deck.violations('.gennaker-audit')).toEqual([]);
    await AuditPage.open(deck, '?from=2026-11-26T00:00:00.000Z&to=2026-11-25T00:00:00.000Z');
    await audit.panel.getByText(/^Nothing can be found/).waitFor();
  });

  it('is nowhere where an operator switched it off', async () => {
    const deck = await browsing.signIn();
    await deck.addSetting('window.spinnakerSettings.gennaker.audit = false;');
    const details = await StageDetails.open(deck, browsing.playground.runSample());
    await details.panel.getByText('The plan that was applied').waitFor();
    expect(await deck.page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
    expect(await details.panel.getByText('Audit', { exact: true }).count()).toBe(0);
  });
});

describe('the section Audit in the details of a stage', () => {
  const browsing = withPlayground();
  let waiting: string;

  // One that waits: at an end Deck draws its details anew, and what stood open in them is shut.
  beforeAll(async () => {
    const { playground } = browsing;
    await decideUntilEnded(playground, 'promoteFully', playground.runSample(versions.first));
    waiting = playground.runSample(versions.next);
  });

  it('is asked for when it is opened, keeps up, and leads to the page with this deployment only', async () => {
    const deck = await browsing.signIn();
    const records = [...recordsIn('one-deployment-that-waits')];
    const asked: string[] = [];
    await deck.page.route(auditRoute, (route, request) => {
      asked.push(new URL(request.url()).searchParams.get('deployment') ?? '');
      return route.fulfill({ json: { records } });
    });
    const details = await StageDetails.open(deck, waiting);
    const summary = details.panel.getByText('Audit', { exact: true });
    await summary.waitFor();
    expect(asked).toEqual([]);
    await summary.focus();
    await deck.page.keyboard.press('Enter');
    const lines = details.panel.locator('.gennaker-audit-line');
    await lines.nth(1).waitFor();
    await lines.first().getByRole('button').click();
    await deck.screenshot('audit-section');
    const hash = await details.panel.getByText(textAt(records[0], 'hash') ?? '').boundingBox();
    const table = await details.panel.getByRole('table', { name: /^Audit/ }).boundingBox();
    expect((hash?.x ?? 0) + (hash?.width ?? 0)).toBeLessThanOrEqual((table?.x ?? 0) + (table?.width ?? 0));
    expect(await deck.violations('.gennaker-stage')).toEqual([]);
    records.splice(0, records.length, ...recordsIn('one-deployment-that-ended'));
    await lines.nth(4).waitFor();
    await details.panel.getByRole('link', { name: 'On the page Audit' }).click();
    const audit = await AuditPage.shown(deck);
    expect(await audit.field('Deployment').inputValue()).toBe(asked[0]);
    expect(new Set(asked).size).toBe(1);
  });

  it('says what is wrong, and takes nothing of the details with it', async () => {
    const deck = await browsing.signIn();
    deck.allowTrouble(/status of 502/);
    await deck.page.route(auditRoute, (route) => route.fulfill({ status: 502, body: '' }));
    const details = await StageDetails.open(deck, waiting);
    await details.panel.getByText('Audit', { exact: true }).click();
    await details.says('The audit can’t be loaded.');
    await deck.screenshot('audit-section-error');
    expect(await deck.violations('.gennaker-stage')).toEqual([]);
    await details.says('History');
  });
});
