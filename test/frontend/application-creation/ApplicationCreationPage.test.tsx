import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import type { CreationAnswer } from '../../../backend-stub/contract/creation.ts';
import type { CreationOverview } from '../../../backend-stub/contract/creation-overview.ts';
import { ApplicationCreationPage } from '../../../frontend/application-creation/ApplicationCreationPage.tsx';
import { ServiceRefused, ServiceUnavailable } from '../../../frontend/service/errors.ts';
import type { CreationSubject } from '../../../frontend/service/stage-service.ts';
import { answerOf, overviewOf, withoutFile } from './told-overview.ts';

const settled = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 10)));
const region = (name: string) => within(screen.getByRole('region', { name }));
const cellsIn = (name: string): readonly (readonly string[])[] =>
  region(name)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map(({ textContent }) => textContent ?? ''));

/** Answers as a test tells it to, and keeps what it was asked. */
class Told {
  readonly tried: (readonly [string, CreationSubject | undefined])[] = [];
  overview: CreationOverview | Error = overviewOf();
  answer: (name: string) => Promise<CreationAnswer> = async () => answerOf();

  async creationOverview(): Promise<CreationOverview> {
    if (this.overview instanceof Error) throw this.overview;
    return this.overview;
  }

  creation(name: string, about?: CreationSubject): Promise<CreationAnswer> {
    this.tried.push([name, about]);
    return this.answer(name);
  }
}

let told: Told;
beforeEach(() => (told = new Told()));

async function show(overview: Told['overview'] = overviewOf()): Promise<void> {
  told.overview = overview;
  render(<ApplicationCreationPage service={told} />);
  await settled();
}

describe('the page of who may create what', () => {
  it('says that it asks, and then shows which rules are in force and what is known to go wrong with them', async () => {
    render(<ApplicationCreationPage service={told} />);
    screen.getByText('Asking the stage service…');
    await settled();
    expect(screen.queryByText('Asking the stage service…')).toBeNull();
    const rules = region('The rules');
    rules.getByText('Read from /etc/gennaker/fiat-local.yml.');
    rules.getByText('not restricted: everybody may create');
    rules.getByText('2, and Fiat counts none');
    const warnings = within(rules.getByRole('list', { name: 'Warnings' }));
    warnings.getByText(/ops-\* names roles, but none for READ/);
    expect(warnings.getByText(/ops-\*/)).toHaveTextContent(/Line 9\.$/);
  });

  it('shows each prefix with who may create, see, run and change, and the names that are left', async () => {
    await show();
    expect(cellsIn('Who may create what')).toEqual([
      ['pay-* line 8', 'payments', 'payments, audit', 'payments, audit', 'payments'],
      ['ops-* line 9', 'ops', 'admins only', 'admins only', 'admins only'],
      ['every other name', 'everyone', 'everyone', 'everyone', 'everyone'],
    ]);
  });

  it('finds a prefix or a role, in any case', async () => {
    await show();
    const table = region('Who may create what');
    await userEvent.type(table.getByLabelText('Prefix or role'), 'PAYM');
    expect(cellsIn('Who may create what').map(([prefix]) => prefix)).toEqual(['pay-* line 8']);
    table.getByText('1 of 3');
  });

  it('finds a role that has no room among those of its prefix', async () => {
    const [first, ...others] = overviewOf().table;
    const roles = Array.from({ length: 300 }, (_, index) => `team-${index}`);
    await show(overviewOf({ table: [{ ...first!, creators: { kind: 'roles', roles } }, ...others] }));
    expect(cellsIn('Who may create what')[0]?.[1]).toMatch(/^team-0, .*team-7 and 292 more$/);
    fireEvent.change(screen.getByLabelText('Prefix or role'), { target: { value: 'team-299' } });
    expect(cellsIn('Who may create what')).toHaveLength(1);
  });

  it('draws the first hundred of many prefixes, says so, and finds the others', async () => {
    const [row] = overviewOf().table;
    const table = Array.from({ length: 500 }, (_, index) => ({ ...row!, prefix: `team${index}-*`, line: index + 1 }));
    await show(overviewOf({ table }));
    region('Who may create what').getByText('the first 100 of 500: look for a prefix or a role');
    fireEvent.change(screen.getByLabelText('Prefix or role'), { target: { value: 'team499' } });
    expect(cellsIn('Who may create what').map(([prefix]) => prefix)).toEqual(['team499-* line 500']);
  });

  it('counts what restricting the creation would change, with each application, the gravest first', async () => {
    await show();
    const effects = region('What it changes for existing applications');
    effects.getByText(/this is what would change/);
    const counts = [...effects.getByText('Unchanged').closest('dl')!.children].map(({ textContent }) => textContent);
    expect(counts.map((text) => /^\D+\d+/.exec(text ?? '')?.[0])).toEqual([
      'Hidden1',
      'Closed1',
      'Narrowed0',
      'Widened1',
      'Unchanged1',
    ]);
    const rows = cellsIn('What it changes for existing applications');
    expect(rows.map((cells) => cells.slice(0, 4))).toEqual([
      ['ops-board', 'Hidden', 'ops-*', 'admins only'],
      ['pay-web', 'Closed', 'pay-*', 'payments, audit'],
      ['pay-own', 'Widened', 'pay-*', 'dev, payments, audit'],
    ]);
    await userEvent.type(effects.getByLabelText('Application, change or prefix'), 'widened');
    expect(cellsIn('What it changes for existing applications').map(([name]) => name)).toEqual(['pay-own']);
    effects.getByText('1 of 3');
  });

  it('says of changes that are so already, that there are more than it was told, and why they are not known', async () => {
    const { effects } = overviewOf();
    if (effects.kind !== 'known') throw new Error('they are known here');
    const counts = { ...effects.counts, widened: 500 };
    await show(overviewOf({ effects: { ...effects, counts, isSoAlready: true } }));
    screen.getByText(/all of this is so now/);
    screen.getByText('3 of the 3 gravest of 502');
    told.overview = overviewOf({ effects: { kind: 'unknown', why: 'Front50 could not say.' } });
    await userEvent.click(screen.getByText('Look again'));
    await settled();
    screen.getByText('It is not known. Front50 could not say.');
  });

  it('says where no file is configured which key does, and gives a block to begin with', async () => {
    await show(withoutFile);
    screen.getByText(/set applicationCreation\.fiatFile in its configuration/);
    region('Block for fiat-local.yml').getByText(/A beginning, with an example/);
    region('Try a name').getByRole('button', { name: 'Try' });
    expect(screen.queryByText('Who may create what')).toBeNull();
    expect(screen.queryByText(/It is not known/)).toBeNull();
  });

  it('names the errors of the file by line, and says whether what it held before is in force', async () => {
    const problems = [{ where: 'fiat.executeFallback', sentence: 'It is no authorization.', line: 3 }];
    const path = '/etc/fiat.yml';
    await show(overviewOf({ file: { path, isInForce: true, problems } }));
    screen.getByText('/etc/fiat.yml has errors. What it said before stays in force here until they are mended.');
    screen.getByText('Line 3: fiat.executeFallback: It is no authorization.');
    told.overview = { ...withoutFile, file: { path, isInForce: false, problems } };
    await userEvent.click(screen.getByText('Look again'));
    await settled();
    screen.getByText('/etc/fiat.yml can’t be read, and no rules are shown until it can.');
  });

  it('is for admins: somebody else is told so, and who can change it', async () => {
    await show(new ServiceRefused('not-allowed', 'Viewing it was refused: bob is no admin.'));
    screen.getByText('This page is for admins of Spinnaker. Viewing it was refused: bob is no admin.');
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('keeps what it shows while the service is away, and nothing once it refuses', async () => {
    await show();
    told.overview = new ServiceUnavailable('The stage service can’t be reached.');
    await userEvent.click(screen.getByText('Look again'));
    await settled();
    screen.getByText('The stage service can’t be reached.');
    expect(cellsIn('Who may create what')).toHaveLength(3);
    told.overview = new ServiceRefused('not-allowed', 'No admin any more.');
    await userEvent.click(screen.getByText('Look again'));
    await settled();
    expect(screen.queryByRole('region')).toBeNull();
  });
});

describe('a name that is tried', () => {
  const attempt = async (who: string, name: string): Promise<void> => {
    const form = within(screen.getByRole('form', { name: 'Try a name' }));
    fireEvent.change(form.getByLabelText(/^(Name of the user|Roles)/), { target: { value: who } });
    fireEvent.change(form.getByLabelText('create'), { target: { value: name } });
    await userEvent.click(form.getByRole('button', { name: 'Try' }));
    await settled();
  };

  it('is asked about for a user, and answered with the rule and what would come of it', async () => {
    await show();
    await attempt(' bob@example.com ', 'pay-new');
    expect(told.tried).toEqual([['pay-new', { kind: 'user', user: 'bob@example.com' }]]);
    const answer = region('Try a name');
    answer.getByText(/bob@example.com may not create pay-new/);
    const facts = answer.getAllByRole('definition').map(({ textContent }) => textContent);
    expect(facts).toEqual(['dev', 'pay-*', 'payments', 'payments, audit', 'payments, audit', 'payments']);
  });

  it('is asked about for roles that nobody need have', async () => {
    await show();
    await userEvent.selectOptions(screen.getByLabelText('May'), 'roles');
    told.answer = async () => answerOf({ verdict: 'allowed', taken: 'yes', sentence: 'Yes.' });
    await attempt('payments, ,Ops', 'pay-new');
    expect(told.tried).toEqual([['pay-new', { kind: 'roles', roles: ['payments', 'Ops'] }]]);
    region('Try a name').getByText('taken: there is such an application');
  });

  it.each([
    ['', 'pay-new', 'Write whom it is about.'],
    ['bob', '', 'An application needs a name.'],
    ['bob', 'pay-*', 'A star stands for more names in a prefix, and in no name.'],
  ])('that nobody need be asked about is judged at once: "%s" and "%s"', async (who, name, sentence) => {
    await show();
    await attempt(who, name);
    screen.getByText(sentence);
    expect(told.tried).toEqual([]);
  });

  it('is answered for the last that was tried, whichever answer comes last', async () => {
    await show();
    const late: ((answer: CreationAnswer) => void)[] = [];
    told.answer = () => new Promise((resolve) => late.push(resolve));
    await attempt('bob', 'first');
    await attempt('bob', 'second');
    screen.getByText('Asking…');
    late[1]?.(answerOf({ sentence: 'About the second.' }));
    late[0]?.(answerOf({ sentence: 'About the first.' }));
    await settled();
    screen.getByText('About the second.');
    expect(screen.queryByText('About the first.')).toBeNull();
  });

  it('that could not be asked about says why', async () => {
    await show();
    told.answer = () => Promise.reject(new ServiceUnavailable('Nobody answers.'));
    await attempt('bob', 'pay-new');
    screen.getByText('Nobody answers.');
  });
});

describe('the block for Fiat', () => {
  const copyTo = (clipboard: unknown): void =>
    void Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
  afterEach(() => copyTo(undefined));

  it('is copied whole', async () => {
    const copied: string[] = [];
    copyTo({ writeText: async (text: string) => void copied.push(text) });
    await show();
    await userEvent.click(screen.getByText('Copy'));
    await settled();
    screen.getByText('Copied.');
    expect(copied).toEqual([overviewOf().block]);
    expect(copied[0]).toContain('restrictApplicationCreation: true');
  });

  it.each([
    ['has no clipboard', undefined],
    ['refuses', { writeText: () => Promise.reject(new Error('not allowed')) }],
  ])('is marked for the keyboard where the browser %s', async (_what, clipboard) => {
    copyTo(clipboard);
    await show();
    await userEvent.click(screen.getByText('Copy'));
    await settled();
    screen.getByText(/The text is marked/);
    expect(window.getSelection()?.toString()).toContain('restrictApplicationCreation: true');
  });
});
