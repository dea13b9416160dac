import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import type { AppliedPlan } from '../../../backend-stub/contract/plan.ts';
import { PlanThatWasApplied } from '../../../frontend/execution/PlanThatWasApplied.tsx';
import { ToldService } from './acting.tsx';

const plan: AppliedPlan = {
  objects: [
    {
      ...{ kind: 'Service', name: 'web', namespace: 'shop', treatment: 'applied', restoredByAbort: false },
      change: { verdict: 'create', diff: [{ kind: 'added', lines: ['kind: Service'] }] },
    },
    { kind: 'Widget', name: 'left', namespace: 'shop', treatment: 'applied', restoredByAbort: false },
  ],
  fingerprint: { manifest: 'a', cluster: 'b' },
};

function show(applied: AppliedPlan | Error): ToldService {
  const service = new ToldService(new Error('nobody asks for the deployment here'));
  service.applied = applied;
  render(<PlanThatWasApplied id="d1" service={service} />);
  return service;
}

/** As a browser opens it; the page of these tests has no layout and does not. */
function open(): void {
  const details = screen.getByText('The plan that was applied').closest('details');
  if (details === null) throw new Error('nothing to open');
  details.setAttribute('open', '');
  fireEvent(details, new Event('toggle'));
}

describe('the plan that was applied', () => {
  it('is asked for when somebody opens it, and not before', async () => {
    const service = show(plan);
    expect(service.plansAsked).toBe(0);
    open();
    expect(screen.getByText('Asking the service…')).toBeInTheDocument();
    await screen.findByText(/^1 created, 1 not tried, as it stood before the first apply/);
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'createdService web in shopat once',
      'not triedWidget left in shopat once',
    ]);
    expect(service.plansAsked).toBe(1);
  });

  it('says why it can not be shown, and is asked for again', async () => {
    const service = show(new Error('The stage service did not answer.'));
    open();
    await screen.findByText('The stage service did not answer.');
    service.applied = plan;
    fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    await screen.findByText(/^1 created/);
  });

  it('is not made up where nothing was tried on the cluster', async () => {
    show({ objects: plan.objects.map(({ change: _change, ...object }) => object) });
    open();
    await screen.findByText(/Nothing was tried on the cluster yet/);
    expect(screen.queryByRole('listitem')).not.toBeInTheDocument();
  });
});
