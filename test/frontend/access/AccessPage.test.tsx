import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { ApplicationsAccess } from '../../../backend-stub/contract/applications-access.ts';
import { AccessPage } from '../../../frontend/access/AccessPage.tsx';
import { accessCsv } from '../../../frontend/access/csv.ts';
import { rowsOf, type Address } from '../../../frontend/access/rows.ts';
import { gateOf, nothingTold, said } from '../pipeline-permissions/told-facts.ts';

const access: ApplicationsAccess = {
  isAdmin: false,
  gaps: [],
  applications: [
    { name: 'shop', permissions: { READ: ['dev'], WRITE: ['dev'] } },
    { name: 'pay', permissions: { READ: ['hr'], EXECUTE: ['hr'] } },
    { name: 'open', permissions: {} },
  ],
  rules: {
    ...{ provider: 'aggregate', resolutionStrategy: 'AGGREGATE', executeFallback: 'READ' },
    restrictApplicationCreation: true,
    prefixes: [{ prefix: 'shop*', permissions: { CREATE: ['dev'], READ: ['release'] } }],
  },
};
const instance = {
  projects: said([{ name: 'retail', config: { applications: ['SHOP', 'gone'] } }]),
  credentials: said([
    { name: 'prod', permissions: { WRITE: ['release'] } },
    { name: 'playground', permissions: {} },
  ]),
};
const links = { allApplications: '#/access', serviceAccounts: '#/accounts', creation: '#/creation' };
const settled = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 20)));
const listed = (): readonly (string | null)[] =>
  [...document.querySelectorAll('.gennaker-long-name')].map(({ textContent }) => textContent);

interface Shown {
  readonly application?: string;
  readonly told?: ApplicationsAccess | Error;
  readonly gate?: typeof instance;
  readonly at?: Address;
}

async function show({ application, told = access, gate = instance, at = {} }: Shown = {}): Promise<void> {
  const service = {
    applicationsAccess: () => (told instanceof Error ? Promise.reject(told) : Promise.resolve(told)),
    pipelineAccess: () => Promise.resolve(nothingTold),
  };
  const readGate = () => Promise.resolve(gateOf());
  const readInstance = () => Promise.resolve(gate);
  function Host(): JSX.Element {
    const [address, onAddress] = useState<Address>(at);
    const where = application === undefined ? {} : { application };
    return <AccessPage {...where} {...{ address, onAddress, readGate, readInstance, links, service }} />;
  }
  render(<Host />);
  await settled();
}

describe('the page of who may what', () => {
  it('says of each level what really enforces it, and what is open to everyone', async () => {
    await show();
    for (const level of ['Instance', 'Project', 'Application', 'Pipeline']) screen.getByText(level, { selector: 'dt' });
    screen.getByText(/^Nothing enforces it: Fiat knows no permission on a project/);
    expect(screen.getByText('1 of 2').closest('p')).toHaveTextContent(
      '1 of 2 accounts are open to everyone: playground.',
    );
    screen.getByText('Creating applications is restricted by the prefixes of Fiat.');
    expect(screen.queryByText('Who may create which applications')).toBeNull();
  });

  it('leads admins to the page of who may create applications', async () => {
    await show({ told: { ...access, isAdmin: true } });
    expect(screen.getByText('Who may create which applications')).toHaveAttribute('href', '#/creation');
  });

  it('shows all applications that somebody may read, and who may see, run, change and create each', async () => {
    await show();
    expect(
      screen
        .getAllByRole('row')
        .slice(1)
        .map(({ textContent }) => textContent),
    ).toEqual([
      'openeveryoneeveryoneeveryoneeveryone',
      'payhrhradmins onlyeveryone',
      'shopdev, releasedev, releasedevdev',
    ]);
  });

  it('shows those of a project, those that are open, and those with something for admins only', async () => {
    await show();
    await userEvent.selectOptions(screen.getByLabelText('Project'), 'retail');
    expect(listed()).toEqual(['shop']);
    await userEvent.selectOptions(screen.getByLabelText('Project'), '');
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'open');
    expect(listed()).toEqual(['open']);
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'admins');
    expect(listed()).toEqual(['pay']);
    await userEvent.selectOptions(screen.getByLabelText('Show'), '');
    await userEvent.type(screen.getByLabelText('Application or role'), 'REL');
    expect(listed()).toEqual(['shop']);
  });

  it('opens one to the rule behind each right, what automatic runs reach, and who can save pipelines', async () => {
    await show();
    await userEvent.click(screen.getByText('shop'));
    await settled();
    const rights = within(screen.getByRole('table', { name: 'Who may what on shop' }));
    expect(
      rights
        .getAllByRole('row')
        .slice(1)
        .map(({ textContent }) => textContent),
    ).toEqual([
      'See it READdevreleasepermissions of the applicationthe prefix shop* of Fiat',
      'Run its pipelines EXECUTEdevrelease' +
        'READ, since no role is named for EXECUTE (fiat.executeFallback)'.repeat(2),
      'Change it WRITEdevpermissions of the application',
      'Create one of this name CREATEdevthe prefix shop* of Fiat',
    ]);
    const reached = within(screen.getByRole('table', { name: 'What automatic identities reach' }));
    expect(
      reached
        .getAllByRole('row')
        .slice(1)
        .map(({ textContent }) => textContent),
    ).toEqual([
      'p1@managed-service-accountallowedrelease, devyesprod',
      'nobody (anonymous)failing, skippednonenoonly those that are open to everyone',
      'robotunknownnot known herenot known2 not known',
    ]);
    screen.getByText('The other 4 can be saved by whoever may change the application.');
  });

  it('is of one application without the table of all, which it leads to', async () => {
    await show({ application: 'shop' });
    expect(listed()).toEqual([]);
    screen.getByRole('table', { name: 'Who may what on shop' });
    expect(screen.getByText('All applications, by project')).toHaveAttribute('href', '#/access');
    expect(screen.getByText('Service accounts')).toHaveAttribute('href', '#/accounts');
  });

  it('has what Gate tells of one application while the service does not answer, and says what is not known', async () => {
    await show({
      application: 'shop',
      told: new Error('Front50 could not say.'),
      gate: { ...instance, projects: said({}, 503) },
    });
    screen.getByText(/^Who may what on all applications is not known; .* Front50 could not say\.$/);
    screen.getByText('Gate does not say which projects there are.');
    const rights = within(screen.getByRole('table', { name: 'Who may what on shop' }));
    expect(rights.getAllByRole('row')[4]).toHaveTextContent('not knownthe rules of Fiat are not known here');
  });
});

describe('where prefixes of Fiat are not known', () => {
  const { rules: _unknown, ...withoutRules } = access;

  it('only roles that an application names are said to have a right, and nothing to be everyone’s or for admins only', async () => {
    await show({ told: withoutRules });
    expect(
      screen
        .getAllByRole('row')
        .slice(1)
        .map(({ textContent }) => textContent),
    ).toEqual(['opennot knownnot knownnot knownnot known', 'payhrhrnot knownnot known', 'shopdevdevdevnot known']);
    await userEvent.click(screen.getByText('open'));
    await settled();
    const rights = within(screen.getByRole('table', { name: 'Who may what on open' }));
    expect(rights.getAllByText('the application names no role, and prefixes of Fiat are not known here')).toHaveLength(
      3,
    );
  });
});

describe('the file of who may what', () => {
  it('has a line for each role and right, with the rule, and harmless cells', () => {
    const [, ...lines] = accessCsv(rowsOf([{ name: 'shop', permissions: { READ: ['=dev'] } }], access.rules)).split(
      '\r\n',
    );
    expect(lines).toEqual([
      "application,shop,READ,'=dev,permissions of the application",
      'application,shop,READ,release,the prefix shop* of Fiat',
      `application,shop,EXECUTE,'=dev,"READ, since no role is named for EXECUTE (fiat.executeFallback)"`,
      'application,shop,EXECUTE,release,"READ, since no role is named for EXECUTE (fiat.executeFallback)"',
      'application,shop,WRITE,admins only,"the application names roles, and none for this"',
      'application,shop,CREATE,dev,the prefix shop* of Fiat',
      '',
    ]);
  });
});

describe('ten thousand applications', () => {
  it('are drawn only where somebody looks', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      name: `app-${index}`,
      permissions: { READ: ['dev'] },
    }));
    await show({ told: { ...access, applications: many } });
    expect(listed().length).toBeLessThan(60);
    screen.getByText('10000 of 10000 applications that you may read');
  });
});
