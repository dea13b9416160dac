import { act, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { DeploymentAudit } from '../../../frontend/audit/DeploymentAudit.tsx';
import { auditInterval } from '../../../frontend/audit/use-audit.ts';
import { ServiceRefused, ServiceUnavailable } from '../../../frontend/service/errors.ts';
import { recordsIn, ToldAudit } from './told-audit.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const waits = recordsIn('one-deployment-that-waits');
const ended = recordsIn('one-deployment-that-ended');
const pass = (milliseconds = 0): Promise<void> => act(async () => void jest.advanceTimersByTime(milliseconds));
const lines = (): number => document.querySelectorAll('.gennaker-audit-line').length;

interface Section {
  readonly audit: ToldAudit;
  readonly open: () => Promise<void>;
  readonly becomes: (isOpen: boolean) => Promise<void>;
  readonly unmount: () => void;
}

function show(answer: ToldAudit['answer'], isOpen = true): Section {
  const audit = new ToldAudit(answer);
  const section = (open: boolean): JSX.Element => (
    <DeploymentAudit application="shop" deployment="d/1" isOpen={open} service={audit} />
  );
  const { rerender, unmount } = render(section(isOpen));
  return {
    audit,
    unmount,
    becomes: async (open) => {
      rerender(section(open));
      await pass();
    },
    // As a browser opens it; the page of these tests has no layout and does not.
    open: async () => {
      const details = screen.getByText('Audit').closest('details');
      details?.setAttribute('open', '');
      if (details !== null) fireEvent(details, new Event('toggle'));
      await pass();
    },
  };
}

describe('the audit in the details of a deployment', () => {
  it('is asked for when somebody opens it, and not before', async () => {
    const { audit, open } = show(() => ({ records: waits }));
    await pass(60_000);
    expect(audit.asked).toEqual([]);
    await open();
    expect(audit.asked).toEqual([{ application: 'shop', deployment: 'd/1' }]);
    expect(lines()).toBe(2);
  });

  it('leads to the page of the application, narrowed to this deployment', async () => {
    const { open } = show(() => ({ records: waits }));
    await open();
    expect(screen.getByRole('link', { name: 'On the page Audit' })).toHaveAttribute(
      'href',
      '#/applications/shop/audit?deployment=d%2F1',
    );
  });

  it('keeps up while the deployment is open, and looks once more when it has ended', async () => {
    const { audit, open, becomes } = show(() => ({ records: waits }));
    await open();
    await pass(auditInterval);
    await pass(auditInterval);
    expect(audit.asked).toHaveLength(3);
    audit.answer = () => ({ records: ended });
    await becomes(false);
    expect(audit.asked).toHaveLength(4);
    expect(lines()).toBe(5);
    await pass(60_000);
    expect(audit.asked).toHaveLength(4);
  });

  it('asks once of a deployment that had ended before, and for nothing while nobody sees the page', async () => {
    const over = show(() => ({ records: ended }), false);
    await over.open();
    await pass(60_000);
    expect(over.audit.asked).toHaveLength(1);
    over.unmount();
    const { audit, open } = show(() => ({ records: waits }));
    await open();
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    await pass(auditInterval);
    await pass(auditInterval);
    expect(audit.asked).toHaveLength(1);
    hidden.mockRestore();
    await pass(auditInterval);
    expect(audit.asked).toHaveLength(2);
  });

  it('says that it is not up to date when the service goes away, and is up to date when it comes back', async () => {
    const { audit, open } = show(() => ({ records: waits }));
    await open();
    audit.answer = () => new ServiceUnavailable('The stage service can’t be reached.');
    await pass(auditInterval);
    expect(screen.getByText('There may be more than what is shown.')).toBeVisible();
    expect(lines()).toBe(2);
    audit.answer = () => ({ records: ended });
    await pass(auditInterval);
    expect(lines()).toBe(5);
    expect(screen.queryByText('There may be more than what is shown.')).not.toBeInTheDocument();
  });

  it('does not ask again and again what was refused, nor after it was taken away', async () => {
    const refused = show(() => new ServiceRefused('not-allowed', 'You have no READ on application shop.'));
    await refused.open();
    await pass(60_000);
    expect(refused.audit.asked).toHaveLength(1);
    expect(screen.getByText(/The audit was refused\./).parentElement).toHaveTextContent('no READ');
    refused.unmount();
    const { audit, open, unmount } = show(() => ({ records: [] }));
    await open();
    expect(screen.getByText('Nothing is written down of this deployment.')).toBeVisible();
    unmount();
    await pass(60_000);
    expect(audit.asked).toHaveLength(1);
  });
});
