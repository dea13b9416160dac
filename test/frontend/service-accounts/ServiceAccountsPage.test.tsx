import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { ServiceAccount, ServiceAccounts } from '../../../backend-stub/contract/service-accounts.ts';
import type { Address } from '../../../frontend/service-accounts/rows.ts';
import { ServiceAccountsPage } from '../../../frontend/service-accounts/ServiceAccountsPage.tsx';
import type { Response } from '../../../frontend/service/request.ts';

const usedIn = (pipeline: string, isOn = true) => ({
  application: 'shop',
  id: pipeline,
  pipeline,
  triggers: ['cron'],
  isOn,
});
const there = { exists: true, mayUse: true, isUsedElsewhere: false };
const accounts: readonly ServiceAccount[] = [
  {
    ...there,
    name: 'robot',
    roles: ['dev', 'release'],
    uses: [usedIn('nightly'), usedIn('hourly', false)],
    isUsedElsewhere: true,
  },
  { ...there, name: 'idle', roles: ['dev'], uses: [] },
  { ...there, name: 'emptied', roles: [], uses: [usedIn('weekly')] },
  { ...there, name: 'p9@managed-service-account', roles: ['dev'], uses: [], pipelineIsGone: true },
  { ...there, name: 'foreign', mayUse: false, uses: [usedIn('nightly')] },
  { name: 'lost', exists: false, mayUse: false, uses: [usedIn('yearly')] },
];
const told: ServiceAccounts = { scope: 'yours', accounts, gaps: [] };
const names = (body: unknown, status = 200): Response => ({ kind: 'answer', status, body });

const listed = (): readonly (string | null)[] =>
  [...document.querySelectorAll('.gennaker-long-name')].map(({ textContent }) => textContent);
const settled = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 20)));

/** In a page whose address is where what is looked for goes, as in Deck. */
async function show(
  answers: readonly (ServiceAccounts | Error)[] = [told],
  gate: Response = names([]),
  at: Address = {},
): Promise<readonly Address[]> {
  const addresses: Address[] = [];
  let asked = 0;
  const service = {
    serviceAccounts: () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? new Error('Nobody answers.');
      asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const readNames = (): Promise<Response> => Promise.resolve(gate);
  function Host(): JSX.Element {
    const [address, setAddress] = useState<Address>(at);
    const onAddress = (next: Address): void => {
      addresses.push(next);
      setAddress(next);
    };
    const pipelineLink = ({ id }: { readonly id: string }): string => `#/shown/${id}`;
    return <ServiceAccountsPage {...{ address, onAddress, readNames, pipelineLink, service }} />;
  }
  render(<Host />);
  await settled();
  return addresses;
}

describe('the page of the service accounts', () => {
  it('shows each with its kind, its roles and where it is used, the gravest first', async () => {
    await show();
    expect(
      screen
        .getAllByRole('row')
        .slice(1)
        .map(({ textContent }) => textContent),
    ).toEqual([
      'lostmade by hand1 pipeline Does not exist',
      'emptiedmade by handno role1 pipeline Nobody’s',
      'p9@managed-service-accountmanageddevnone Pipeline gone',
      'idlemade by handdevnone Unused',
      'foreignmade by handnot yours to know1 pipeline In use',
      'robotmade by handdev, release2 pipelines, and others’ In use',
    ]);
    expect(screen.getByText('6 of 6 accounts')).toHaveAttribute('role', 'status');
  });

  it('opens an account to what is to be said of it and each pipeline, which is led to', async () => {
    const addresses = await show();
    await userEvent.click(screen.getByText('robot'));
    expect(addresses).toEqual([{ account: 'robot' }]);
    const detail = within(screen.getByRole('region', { name: 'Account robot' }));
    detail.getByText('Roles: dev, release.');
    detail.getByText('You may use it.');
    detail.getByText('Pipelines of applications that you may not read run as it too.');
    expect(detail.getByRole('link', { name: 'nightly' })).toHaveAttribute('href', '#/shown/nightly');
    detail.getByText('cron, switched off');
    await userEvent.click(screen.getByText('foreign'));
    screen.getByText('You may not use it: you lack one of its roles.');
    await userEvent.click(screen.getByText('p9@managed-service-account'));
    screen.getByText(/that pipeline is not there any more/);
  });

  it('says of one that pipelines share what that means', async () => {
    const name = '5f1d@shared-managed-service-account';
    const shared = { ...there, name, roles: ['dev'], uses: [usedIn('nightly'), usedIn('hourly')] };
    await show([{ ...told, accounts: [shared] }], names([]), { account: name });
    expect(screen.getAllByRole('row')[1]).toHaveTextContent(`${name}managed, shareddev2 pipelines In use`);
    const detail = within(screen.getByRole('region', { name: `Account ${name}` }));
    detail.getByText(/^Orca keeps it for all pipelines with just these roles/);
  });

  it('filters and sorts in its address', async () => {
    const addresses = await show();
    await userEvent.type(screen.getByLabelText('Account, role, pipeline or application'), 'NIGHT');
    expect(listed()).toEqual(['foreign', 'robot']);
    await userEvent.clear(screen.getByLabelText('Account, role, pipeline or application'));
    await userEvent.selectOptions(screen.getByLabelText('Standing'), 'unused');
    expect(listed()).toEqual(['p9@managed-service-account', 'idle']);
    await userEvent.selectOptions(screen.getByLabelText('Standing'), '');
    for (let press = 0; press < 2; press += 1)
      await userEvent.click(screen.getByText('Account', { selector: 'button' }));
    expect(listed()[0]).toBe('robot');
    expect(addresses[addresses.length - 1]).toEqual({ sort: '-name' });
  });

  it('says that there are none, and that one of the address is gone', async () => {
    await show([{ ...told, accounts: [] }]);
    screen.getByText(/^There are none\./);
    await show([told], names([]), { account: 'forgotten' });
    screen.getByText('The account that the address names is not there, or not yours to see.');
  });

  it('has the names of Gate while the service does not answer, and calls all else unknown', async () => {
    await show([new Error('Front50 could not list its service accounts.')], names(['robot', 7]));
    screen.getByText(/^Only the names of those that you may use are known, from Gate\. Front50 could not list/);
    expect(screen.getAllByRole('row')[1]).toHaveTextContent('robotmade by handnot knownnot known Not known');
  });

  it('says who does not answer where neither does, and has them after another look', async () => {
    await show([new Error('The stage service can’t be reached.'), told], { kind: 'no-answer', why: 'closed' });
    screen.getByText(/can’t be reached\. Gate does not say which service accounts you may use either\./);
    fireEvent.click(screen.getByText('Look again'));
    expect(screen.getByText('Asking the stage service…')).toHaveAttribute('role', 'status');
    await settled();
    expect(listed()).toHaveLength(6);
    expect(screen.queryByText(/can’t be reached/)).toBeNull();
  });

  it('draws of five thousand only those that are seen, and the keyboard goes to all', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      ...{ ...there, name: `robot-${String(index).padStart(4, '0')}`, roles: ['dev'] },
      uses: [usedIn('nightly')],
    }));
    await show([{ ...told, accounts: many }]);
    expect(listed().length).toBeLessThan(60);
    expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '5001');
    screen.getByText('robot-0000').focus();
    fireEvent.keyDown(screen.getByText('robot-0000'), { key: 'End' });
    expect(document.activeElement).toHaveTextContent('robot-4999');
  });
});
