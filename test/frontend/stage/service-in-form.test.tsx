import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ObjectChange } from '../../../backend-stub/contract/change.ts';
import { ServiceRefused, ServiceUnavailable } from '../../../frontend/service/errors.ts';
import type { Plan } from '../../../frontend/service/stage-service.ts';
import { finished, withText } from './deployments.ts';
import { emptyPlan, host, serviceWith } from './form-host.tsx';

const down = new ServiceUnavailable('The stage service did not answer.');
const accounts = [
  { name: 'prod', authorized: true, namespaces: ['shop', 'web'] },
  { name: 'staging', authorized: false },
];
const known = serviceWith({ accounts: async () => ({ access: 'fiat', accounts }) });

describe('the accounts', () => {
  it('can be chosen, and an account that one may not deploy to says why', async () => {
    const { stored } = await host({ 1: finished({ targets: [{ account: 'prod' }] }) }, known);
    await screen.findByRole('option', { name: 'staging (you may not deploy there)' });
    await userEvent.selectOptions(screen.getByLabelText('Account'), 'staging');
    expect(stored[1]).toEqual(finished({ targets: [{ account: 'staging' }] }));
    expect(screen.getByLabelText('Account')).toHaveAccessibleDescription(/it takes WRITE on the account/);
  });

  it.each([
    ['gone', /The service knows no account gone/],
    ['${parameters.account}', /Known when the pipeline runs/],
  ])('show %s, which is none of them', async (account, sentence) => {
    await host({ 1: finished({ targets: [{ account }] }) }, known);
    await screen.findByRole('option', { name: 'prod' });
    expect(screen.getByLabelText('Account')).toHaveValue(account);
    expect(screen.getByLabelText('Account')).toHaveAccessibleDescription(sentence);
  });

  it('are asked for again, and typed, when the service is down', async () => {
    const ask = jest.fn().mockRejectedValueOnce(down).mockResolvedValue({ access: 'fiat', accounts });
    const { stored } = await host({ 1: finished() }, serviceWith({ accounts: ask }));
    await screen.findByText(/The stage service did not answer\./);
    await userEvent.type(screen.getByLabelText('Account'), '2');
    expect(stored[1]).toMatchObject({ targets: [{ account: 'prod2' }] });
    await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    await screen.findByRole('option', { name: 'prod' });
  });

  it('are typed when the service knows none', async () => {
    await host({ 1: finished() }, serviceWith({ accounts: async () => ({ access: 'open', accounts: [] }) }));
    await screen.findByText(/The service knows no account yet/);
    expect(screen.getByLabelText('Account')).toHaveAttribute('type', 'text');
  });

  it('are said to be open to everybody where nobody asks who may', async () => {
    const accounts = [{ name: 'prod', authorized: true }];
    await host({ 1: finished() }, serviceWith({ accounts: async () => ({ access: 'open', accounts }) }));
    expect(await screen.findByText(/^Access is open: the stage service checks nobody’s rights/)).toBeInTheDocument();
  });

  it('limit the namespaces to choose from', async () => {
    const { stored } = await host({ 1: finished() }, known);
    await screen.findByRole('option', { name: 'web' });
    await userEvent.selectOptions(screen.getByLabelText('Namespace'), 'From the manifest');
    expect(stored[1]).toEqual(finished({ targets: [{ account: 'prod' }] }));
  });
});

/** As a browser opens it; the page of these tests has no layout and does not. */
function openDetails(inside: HTMLElement): void {
  const details = inside.closest('details');
  if (details === null) throw new Error('nothing to open');
  details.setAttribute('open', '');
  fireEvent(details, new Event('toggle'));
}

describe('the plan', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const wait = async (milliseconds = 2000): Promise<void> =>
    act(async () => {
      await jest.advanceTimersByTimeAsync(milliseconds);
    });
  const type = (text: string): void => {
    fireEvent.input(screen.getByLabelText('Manifest'), { target: { value: text } });
    fireEvent.blur(screen.getByLabelText('Manifest'));
  };

  const service = { kind: 'Service', name: 'web', namespace: 'shop', treatment: 'applied', restoredByAbort: false };
  const rollout = { kind: 'Rollout', name: 'web', treatment: 'progressive', restoredByAbort: true };
  const changed: ObjectChange = {
    verdict: 'change',
    diff: [
      { kind: 'folded', count: 4, within: 'spec.ports' },
      { kind: 'removed', lines: ['    - port: 80'] },
      { kind: 'added', lines: ['    - port: 81'] },
    ],
  };

  it('says what becomes of each object, who has to approve, and what an abort leaves', async () => {
    const answer: Plan = {
      ...emptyPlan,
      objects: [
        { ...service, change: changed },
        { ...rollout, change: { verdict: 'unchanged', diff: [] } },
      ],
      abortDoesNotRestore: ['Service web in shop'],
      approvals: [{ stepIndex: 1, weight: 25, requiresRoles: [], sentence: 'Step 2 of 4, at 25 %: whoever may.' }],
      notes: ['Rollout web is new.'],
      warnings: ['1 replica at weight 25 is 100 %.'],
    };
    const plan = jest.fn(async () => answer);
    await host({ 1: finished() }, serviceWith({ plan }));
    await wait();
    expect(plan.mock.calls).toEqual([['shop', finished()]]);
    const section = within(screen.getByRole('region', { name: 'Plan' }));
    expect(section.getByText('1 changed, 1 unchanged.')).toBeInTheDocument();
    const rows = within(section.getByRole('list', { name: 'Objects of the plan' })).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'changedService web in shopat once, not put back by an abort',
      'unchangedRollout webin steps',
    ]);
    for (const sentence of ['Step 2 of 4, at 25 %: whoever may.', 'Service web in shop', 'Rollout web is new.'])
      expect(section.getByText(sentence)).toBeInTheDocument();
    expect(screen.getByText('2 objects would be deployed, with 1 warning.')).toBeInTheDocument();
  });

  it('opens an object to its lines, and says of those that are folded where they are', async () => {
    const objects = [{ ...service, change: changed }];
    await host({ 1: finished() }, serviceWith({ plan: async () => ({ ...emptyPlan, objects }) }));
    await wait();
    expect(screen.queryByText(/port: 81/)).not.toBeInTheDocument();
    openDetails(screen.getByText('changed'));
    expect(screen.getByLabelText('What changes in Service web').textContent).toBe(
      '⋯ 4 unchanged lines, then inside spec.ports\n-     - port: 80\n+     - port: 81\n',
    );
  });

  it('shows the first of thousands of lines, and all when somebody asks', async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `line: ${index}`);
    const objects = [{ ...service, change: { verdict: 'create' as const, diff: [{ kind: 'added' as const, lines }] } }];
    await host({ 1: finished() }, serviceWith({ plan: async () => ({ ...emptyPlan, objects }) }));
    await wait();
    openDetails(screen.getByText('created'));
    expect(screen.queryByText(/line: 999/)).not.toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Show all 1000 lines' }));
    expect(screen.getByText(/line: 999/)).toBeInTheDocument();
  });

  it('shows the first of hundreds of objects, and all when somebody asks', async () => {
    const objects = Array.from({ length: 250 }, (_, index) => ({ ...rollout, name: `web-${index}` }));
    await host({ 1: finished() }, serviceWith({ plan: async () => ({ ...emptyPlan, objects }) }));
    await wait();
    const list = within(screen.getByRole('list', { name: 'Objects of the plan' }));
    expect(list.getAllByRole('listitem')).toHaveLength(30);
    fireEvent.click(screen.getByRole('button', { name: 'Show all 250 objects' }));
    expect(list.getAllByRole('listitem')).toHaveLength(250);
  });

  it('does not say of a first deployment that an abort puts it back', async () => {
    const objects = [{ ...rollout, change: { verdict: 'create' as const, diff: [] } }];
    await host({ 1: finished() }, serviceWith({ plan: async () => ({ ...emptyPlan, objects }) }));
    await wait();
    const rows = within(screen.getByRole('list', { name: 'Objects of the plan' })).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent)).toEqual(['createdRollout webin steps']);
  });

  it('says that a run would be refused, and what was not tried', async () => {
    const problems = [{ where: 'Service web in shop', sentence: 'It belongs to Helm.' }];
    const objects = [service, { ...rollout, change: { verdict: 'unchanged' as const, diff: [] } }];
    await host({ 1: finished() }, serviceWith({ plan: async () => ({ ...emptyPlan, objects, problems }) }));
    await wait();
    const section = within(screen.getByRole('region', { name: 'Plan' }));
    expect(section.getByText(/A run would be refused.*1 unchanged, 1 not tried/)).toBeInTheDocument();
    expect(section.queryByText('Who has to approve')).not.toBeInTheDocument();
  });

  it('leads to the line of a problem', async () => {
    const problems = [{ where: 'Service web, document 2', sentence: 'It has no ports.', line: 6 }];
    await host({ 1: finished() }, serviceWith({ plan: async () => ({ ...emptyPlan, problems }) }));
    await wait();
    expect(screen.getByText('A run would be refused: 1 problem.')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Go to line 6' }));
    expect(screen.getByLabelText('Manifest')).toHaveFocus();
  });

  it('is asked for once when nobody has changed anything for a moment, and an answer to an older question is ignored', async () => {
    const answers: ((plan: Plan) => void)[] = [];
    const plan = jest.fn(async () => new Promise<Plan>((resolve) => answers.push(resolve)));
    await host({ 1: withText('kind: a') }, serviceWith({ plan }));
    await wait();
    type('kind: b');
    type('kind: c');
    await wait();
    expect(plan.mock.calls.map(([, deployment]: readonly unknown[]) => deployment)).toEqual([
      withText('kind: a'),
      withText('kind: c'),
    ]);
    answers[1]?.({ ...emptyPlan, warnings: ['of the second'] });
    answers[0]?.({ ...emptyPlan, warnings: ['of the first'] });
    await wait();
    expect(screen.getByText(/of the second/)).toBeInTheDocument();
    expect(screen.queryByText(/of the first/)).not.toBeInTheDocument();
  });

  it.each([
    ['it is down', down, 'The service can not be reached.', 'The stage service did not answer.'],
    [
      'it refuses',
      new ServiceRefused('not-allowed', 'You may not see this.'),
      'The service refused.',
      'You may not see this.',
    ],
    ['something else breaks', new Error('odd'), 'Something went wrong that should not.', 'odd'],
  ])('says why there is none, that saving goes on, and asks again when %s', async (_, error, heading, sentence) => {
    const plan = jest.fn().mockRejectedValueOnce(error).mockResolvedValue(emptyPlan);
    await host({ 1: finished() }, serviceWith({ plan }));
    await wait();
    expect(screen.getByText(heading)).toBeInTheDocument();
    expect(screen.getAllByText(sentence, { exact: false })).toHaveLength(2);
    expect(screen.getByText(/The stage can be saved all the same/)).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    await wait();
    expect(screen.getByText('no object would be deployed.')).toBeInTheDocument();
  });

  it.each([
    ['there is no manifest', withText(''), /Choose an account and paste a manifest/],
    ['its YAML is broken', withText('a: ['), /The manifest has to be valid YAML first/],
    ['it holds expressions', withText('a: ${b}', 'evaluate'), /since the manifest holds expressions/],
    [
      'the account is an expression',
      finished({ targets: [{ account: '${a}' }] }),
      /since the account is an expression/,
    ],
  ])('is not asked for when %s', async (_, deployment, sentence) => {
    const plan = jest.fn(async () => emptyPlan);
    await host({ 1: deployment }, serviceWith({ plan }));
    await wait();
    expect(plan).not.toHaveBeenCalled();
    expect(screen.getAllByText(sentence)).toHaveLength(2);
  });
});
