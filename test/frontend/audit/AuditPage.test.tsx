import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { UserEvent } from '@testing-library/user-event';
import React, { useState } from 'react';
import { auditActions, auditKinds } from '../../../backend-stub/contract/audit.ts';
import { AuditPage } from '../../../frontend/audit/AuditPage.tsx';
import { typingDelay } from '../../../frontend/audit/use-late-value.ts';
import type { AuditFilters } from '../../../frontend/service/audit-lines.ts';
import { ServiceRefused, ServiceUnavailable } from '../../../frontend/service/errors.ts';
import { later, paged, recordsIn, ToldAudit } from './told-audit.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const records = recordsIn('several-days').slice(0, 25);
const pass = (milliseconds = 0): Promise<void> => act(async () => void jest.advanceTimersByTime(milliseconds));
/** By their class, as the button below: what a role asks of every element takes long in a table. */
const rows = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.gennaker-audit-line')];
const button = (name: string): HTMLElement => screen.getByText(name, { selector: 'button' });

interface Shown {
  readonly user: UserEvent;
  /** What was put into the address, one after the other. */
  readonly addresses: readonly AuditFilters[];
  readonly go: (address: unknown) => void;
}

/** In a page whose address is where its filters go, as in Deck. */
async function show(service: ToldAudit, at: unknown = {}): Promise<Shown> {
  const addresses: AuditFilters[] = [];
  let go: (address: unknown) => void = () => undefined;
  function Host(): JSX.Element {
    const [address, setAddress] = useState<unknown>(at);
    go = setAddress;
    const onFilters = (filters: AuditFilters): void => {
      addresses.push(filters);
      setAddress(filters);
    };
    return <AuditPage application="shop" {...{ address, onFilters, service }} />;
  }
  const user = userEvent.setup({ advanceTimers: (milliseconds) => void jest.advanceTimersByTime(milliseconds) });
  render(<Host />);
  await pass();
  return { user, addresses, go: (address) => act(() => go(address)) };
}

describe('the page of the audit', () => {
  it('shows who did what, on what, what came of it, and when', async () => {
    await show(new ToldAudit(paged(records, 10)));
    const texts = rows().map(({ textContent }) => textContent ?? '');
    expect(texts).toHaveLength(10);
    expect(texts[0]).toMatch(
      /stranger@example\.comthrough Gate.*RefusalView.*has no READ.*and 41 more.*refused: not allowed/,
    );
    expect(texts[1]).toMatch(/gennakerby itself.*OutcomeDeployment.*prod-eudep-.*runs the new version.*succeeded/);
    expect(texts[2]).toMatch(/admin@example\.com admin.*DecisionPromote fully/);
    expect(screen.getByText('admin@example.com', { selector: 'tr:nth-of-type(3) *' })).toHaveAttribute(
      'title',
      'Had the role spin-admins',
    );
    expect(within(rows()[0] ?? document.body).getByRole('button')).toHaveAttribute('title', records[0]?.at);
    const { execution = '', stage = '' } = records[1] ?? {};
    expect(within(rows()[1] ?? document.body).getByRole('link')).toHaveAttribute(
      'href',
      `#/applications/shop/executions/details/${execution}?stageId=${stage}`,
    );
  });

  it('opens a record to all that is in it', async () => {
    const { user } = await show(new ToldAudit(paged(records, 10)));
    const at = records.findIndex(({ seen }) => seen !== undefined);
    const record = records[at];
    const fold = within(rows()[at] ?? document.body).getByRole('button');
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    await user.click(fold);
    expect(fold).toHaveAttribute('aria-expanded', 'true');
    const whole = document.getElementById(fold.getAttribute('aria-controls') ?? '');
    const { sequence, hash, previous, at: time, deployment, seen } = record ?? records[0] ?? {};
    for (const part of [`${sequence} of production`, hash, previous, time, deployment, seen?.[0]?.podHash])
      expect(whole).toHaveTextContent(part ?? 'missing');
    expect(whole).toHaveTextContent(/Roles then.*dev, release/);
    await user.click(fold);
    expect(whole).not.toBeInTheDocument();
  });

  it('is gone through by the arrow keys', async () => {
    const { user } = await show(new ToldAudit(paged(records, 10)));
    const folds = rows().map((row) => within(row).getByRole('button'));
    folds[0]?.focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(folds[2]).toHaveFocus();
    await user.keyboard('{ArrowUp}');
    expect(folds[1]).toHaveFocus();
    await user.keyboard('{End}{ArrowDown}');
    expect(folds[9]).toHaveFocus();
    await user.keyboard('{Home}{Enter}');
    expect(folds[0]).toHaveFocus();
    expect(folds[0]).toHaveAttribute('aria-expanded', 'true');
  });

  it('names every kind and action that there is, each with its own shape', async () => {
    const [template] = records;
    if (template === undefined) throw new Error('There is no record to change.');
    const each = [...auditKinds, 'insight'].map((kind, index) => ({ ...template, kind, sequence: index, hash: kind }));
    await show(new ToldAudit(() => ({ records: each })));
    const shapes = rows().map((row) => row.querySelector('.gennaker-audit-kind path')?.getAttribute('d'));
    expect(new Set(shapes).size).toBe(auditKinds.length + 1);
    expect(rows()[auditKinds.length]).toHaveTextContent('insight');
    expect(screen.getByLabelText('Action').querySelectorAll('option')).toHaveLength(auditActions.length + 1);
  });

  it('loads what is older below, and looks for what is new above', async () => {
    const service = new ToldAudit(paged(records.slice(1), 10));
    const { user } = await show(service);
    await user.click(button('Load older'));
    await pass();
    expect(rows()).toHaveLength(20);
    service.answer = paged(records, 10);
    await user.click(button('Look for new ones'));
    await pass();
    expect(rows()).toHaveLength(21);
    expect(rows()[0]).toHaveTextContent('stranger@example.com');
    await user.click(button('Load older'));
    await pass();
    expect(rows()).toHaveLength(records.length);
    expect(screen.getByText('Nothing is older.')).toBeVisible();
  });

  it('says on the page that access is open, and nothing where it is not', async () => {
    const service = new ToldAudit(paged(records, 10));
    await show(service);
    expect(screen.queryByText(/Access is open/)).not.toBeInTheDocument();
    const open = new ToldAudit(paged(records, 10));
    open.access = 'open';
    await show(open);
    expect(screen.getByText(/Access is open: the stage service checks nobody’s rights/)).toBeVisible();
  });
});

describe('filters', () => {
  it('come from the address and are asked for', async () => {
    const service = new ToldAudit(paged(records, 10));
    const at = { kind: 'refusal', actor: 'reader', from: '2026-11-24T08:00:00.000Z', other: 'x' };
    await show(service, at);
    const { other: _other, ...filters } = at;
    expect(service.asked).toEqual([{ application: 'shop', ...filters }]);
    expect(screen.getByLabelText('Kind')).toHaveValue('refusal');
    expect(screen.getByLabelText('Person')).toHaveValue('reader');
    expect(screen.getByLabelText('From')).not.toHaveValue('');
  });

  it('go into the address, typed ones when somebody has stopped typing', async () => {
    const service = new ToldAudit(paged(records, 10));
    const { user, addresses } = await show(service);
    await user.selectOptions(screen.getByLabelText('Kind'), 'refusal');
    await pass();
    await user.type(screen.getByLabelText('Person'), 'read');
    expect(addresses).toEqual([{ kind: 'refusal' }]);
    await pass(typingDelay);
    expect(addresses).toEqual([{ kind: 'refusal' }, { kind: 'refusal', actor: 'read' }]);
    expect(service.asked.map(({ actor }) => actor)).toEqual([undefined, undefined, 'read']);
    await user.type(screen.getByLabelText('Person'), 'er{Enter}');
    expect(addresses[2]).toEqual({ kind: 'refusal', actor: 'reader' });
    await user.click(button('Clear filters'));
    expect(addresses[3]).toEqual({});
    expect(screen.getByLabelText('Person')).toHaveValue('');
  });

  it('leave a field alone in which somebody types while the address follows', async () => {
    const { user } = await show(new ToldAudit(paged(records, 10)));
    await user.type(screen.getByLabelText('Person'), 'alice ');
    await pass(typingDelay);
    await user.type(screen.getByLabelText('Person'), 'x');
    expect(screen.getByLabelText('Person')).toHaveValue('alice x');
  });

  it('follow an address that changes under the page, and forget what was not handed up', async () => {
    const { user, go, addresses } = await show(new ToldAudit(paged(records, 10)), { actor: 'alice' });
    await user.type(screen.getByLabelText('Person'), 'x');
    go({ actor: 'bob' });
    await pass(typingDelay);
    expect(screen.getByLabelText('Person')).toHaveValue('bob');
    expect(addresses).toEqual([]);
  });

  it('show what was asked for last, whatever comes last', async () => {
    const [first, second] = [later(), later()];
    const service = new ToldAudit(({ kind }) => (kind === 'refusal' ? first.answer : second.answer));
    const { go } = await show(service, { kind: 'refusal' });
    go({ kind: 'outcome' });
    await pass();
    await second.come({ records: records.filter(({ kind }) => kind === 'outcome').slice(0, 3) });
    await first.come({ records: records.filter(({ kind }) => kind === 'refusal') });
    expect(rows()).toHaveLength(3);
    for (const row of rows()) expect(row).toHaveTextContent('Outcome');
  });

  it('keep what was there on the page, and say that it is old, until there is an answer', async () => {
    const slow = later();
    const service = new ToldAudit(({ kind }) => (kind === undefined ? { records: records.slice(0, 5) } : slow.answer));
    const { go } = await show(service);
    go({ kind: 'outcome' });
    await pass();
    expect(rows()).toHaveLength(5);
    expect(screen.getByRole('table').parentElement).toHaveAttribute('aria-busy', 'true');
    await slow.come({ records: [] });
    expect(screen.getByText('Nothing that was written down fits these filters.')).toBeVisible();
  });

  it('that can find nothing are said to, and nobody is asked', async () => {
    const service = new ToldAudit(paged(records, 10));
    await show(service, { from: '2026-11-25T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z' });
    expect(screen.getByText(/Nothing can be found/)).toBeVisible();
    expect(service.asked).toEqual([]);
    expect(button('Export as CSV')).toHaveAttribute('aria-disabled', 'true');
  });

  it('of a word that is not known here are kept, shown, and judged by the service', async () => {
    const refusal = new ServiceRefused('bad-input', 'kind must be one of command, decision, outcome, refusal.');
    const service = new ToldAudit(() => refusal);
    await show(service, { kind: 'insight' });
    expect(service.asked).toEqual([{ application: 'shop', kind: 'insight' }]);
    expect(screen.getByLabelText('Kind')).toHaveDisplayValue('insight (not known here)');
    expect(screen.getByText(/The audit was refused\./).parentElement).toHaveTextContent(refusal.message);
  });
});

describe('an audit that is not there', () => {
  it('says that nothing is written down yet', async () => {
    await show(new ToldAudit(() => ({ records: [] })));
    expect(screen.getByText(/Nothing is written down of this application yet/)).toBeVisible();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('says while it is asked for, and why it can not be loaded, and is tried again', async () => {
    const slow = later();
    const service = new ToldAudit(() => slow.answer);
    const { user } = await show(service);
    expect(screen.getByText('Asking the service…')).toBeVisible();
    await slow.come(new ServiceUnavailable('The stage service can’t be reached.'));
    expect(screen.getByText(/The audit can’t be loaded\./).parentElement).toHaveTextContent('can’t be reached');
    service.answer = paged(records, 10);
    await user.click(button('Try again'));
    await pass();
    expect(rows()).toHaveLength(10);
    expect(screen.queryByText(/can’t be loaded/)).not.toBeInTheDocument();
  });

  it('keeps what is shown when older ones can not be loaded, and tries those again', async () => {
    const service = new ToldAudit(paged(records, 10));
    const { user } = await show(service);
    service.answer = () => new ServiceUnavailable('The stage service can’t be reached.');
    await user.click(button('Load older'));
    await pass();
    expect(screen.getByText('There may be more than what is shown.')).toBeVisible();
    expect(rows()).toHaveLength(10);
    service.answer = paged(records, 10);
    await user.click(button('Try again'));
    await pass();
    expect(rows()).toHaveLength(20);
  });
});
