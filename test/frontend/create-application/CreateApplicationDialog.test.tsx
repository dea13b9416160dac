import { fireEvent, screen, within } from '@testing-library/react';
import type { CreationAnswer } from '../../../backend-stub/contract/creation.ts';
import { withoutPrefixes } from '../../../backend-stub/contract/effective-permissions.ts';
import { pressPatience } from '../../../frontend/create-application/use-patient-press.ts';
import { askingDelay } from '../../../frontend/create-application/use-answer.ts';
import { SessionEnded } from '../../../frontend/service/errors.ts';
import { beginAnew, field, press, putBack, settle, show, type } from './shown-dialog.tsx';
import { answer, creationAnswer, facts, recorded } from './told-host.ts';

const leaveOpen = (): void => {
  document.body.innerHTML = '';
};

beforeEach(beginAnew);
afterEach(putBack);

describe('the name', () => {
  it('is asked about a moment after the last key, and only the answer about what stands there counts', async () => {
    const answers = new Map<string, (creation: CreationAnswer) => void>();
    const { asked } = await show({}, (name) => new Promise((resolve) => void answers.set(name, resolve)));
    for (const name of ['t', 'te', 'team']) type('Name *', name);
    await settle(askingDelay);
    expect(asked).toEqual(['team']);
    type('Name *', 'teamb');
    await settle(askingDelay);
    answers.get('teamb')?.(creationAnswer('teamb', { sentence: 'teamb it is' }));
    await settle();
    answers.get('team')?.(creationAnswer('team', { sentence: 'an old answer' }));
    await settle();
    expect(screen.getByText('teamb it is')).toBeInTheDocument();
    expect(screen.queryByText('an old answer')).not.toBeInTheDocument();
  });

  it.each([
    ['when the service has said what it is about', async () => creationAnswer('team-web')],
    ['after three seconds when it says nothing', () => new Promise<CreationAnswer>(() => undefined)],
  ])('is created %s, where Create was pressed at once, whatever was said about the name before', async (_, then) => {
    const prefixes = [{ prefix: '*', permissions: { READ: ['ops'], WRITE: ['ops'] } }];
    const rules = { ...withoutPrefixes, provider: 'aggregate', prefixes } as const;
    const others = { rules, creators: { kind: 'roles', roles: ['ops'] } as const, usable: [] };
    const { host } = await show({ application: async () => answer({}, 404) }, async (name) =>
      name === 'web' ? creationAnswer(name, { roles: ['dev'], explained: others }) : then(),
    );
    type('Owner Email *', 'x@example.com');
    type('Name *', 'web');
    await settle(askingDelay);
    expect(screen.getByText(/You would lock yourself out/)).toBeInTheDocument();
    type('Name *', 'team-web');
    press('Create');
    await settle();
    expect(host.sent).toEqual([]);
    await settle(askingDelay);
    await settle(pressPatience);
    expect(host.sent.map(({ application }) => application)).toEqual(['team-web']);
  });

  it('is not asked about where it can be none', async () => {
    const { asked } = await show();
    for (const name of ['a*', 'bücher', '', 'a'.repeat(101)]) {
      type('Name *', name);
      await settle(askingDelay);
    }
    expect(asked).toEqual([]);
  });

  it('is completed by a prefix of the author', async () => {
    const explained = {
      rules: withoutPrefixes,
      creators: { kind: 'roles', roles: ['ops'] } as const,
      usable: ['team-a-*'],
    };
    await show({}, async (name) => creationAnswer(name, { verdict: 'denied', sentence: 'Not you.', explained }));
    type('Name *', 'web');
    await settle(askingDelay);
    expect(screen.getByText(/Roles that could create it: ops/)).toBeInTheDocument();
    press('team-a-');
    await settle();
    expect(field('Name *')).toHaveValue('team-a-web');
    expect(field('Name *')).toHaveFocus();
  });

  it('can be tried when the service is away', async () => {
    const { host, user } = await show({ application: async () => answer({}, 404) }, () =>
      Promise.reject(new Error('Nobody answers.')),
    );
    type('Name *', 'web');
    await settle(askingDelay);
    expect(screen.getByText(/can't be told\. Nobody answers\. You can try/)).toBeInTheDocument();
    type('Owner Email *', 'x@example.com');
    await user.click(screen.getByRole('button', { name: 'Create' }));
    await settle();
    expect(host.sent).toHaveLength(1);
  });
});

describe('permissions', () => {
  it('lock their author out only after he or she signed it, and for these roles only', async () => {
    const { host } = await show({}, undefined, 'web');
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    press('Add a role');
    type('Role', 'Ops');
    expect(screen.getByRole('alert')).toHaveTextContent(/none of your roles could see or change web/);
    press('Create');
    await settle();
    expect(host.sent).toEqual([]);
    fireEvent.click(screen.getByLabelText('I understand that I will not be able to see or change web.'));
    fireEvent.click(screen.getByLabelText('EXECUTE for ops'));
    expect(screen.getByLabelText(/I understand/)).not.toBeChecked();
    fireEvent.click(screen.getByLabelText(/I understand/));
    press('Create');
    await settle();
    expect(host.sent[0]?.job[0]).toMatchObject({
      application: { permissions: { READ: ['ops'], EXECUTE: [], WRITE: ['ops'] } },
    });
  });

  it('are not shown where this Spinnaker has no Fiat', async () => {
    await show({ facts: { ...facts, features: { ...facts.features, fiat: false } } });
    expect(screen.queryByText('Permissions')).not.toBeInTheDocument();
  });

  it('of an author with 400 roles stay readable, and unknown ones are marked', async () => {
    const roles = Array.from({ length: 400 }, (_, index) => `role-${String(index).padStart(3, '0')}`);
    const permissions = { READ: roles, WRITE: roles };
    const rules = { ...withoutPrefixes, provider: 'aggregate' as const, prefixes: [{ prefix: 'web*', permissions }] };
    const explained = { rules, creators: { kind: 'roles', roles } as const, usable: [] };
    await show({}, async (name) => creationAnswer(name, { roles, explained }), 'web');
    await settle(askingDelay);
    expect(screen.getAllByRole('button', { name: 'and 392 more' })).toHaveLength(3);
    press('Add a role');
    type('Role', 'rolle-001');
    expect(screen.getByText(/Nothing here knows this role/)).toBeInTheDocument();
    type('Role', 'ROLE-001');
    expect(screen.queryByText(/Nothing here knows this role/)).not.toBeInTheDocument();
  });
});

describe('sending it', () => {
  it('blames no field before it is tried, and then leads to the first that has to be filled in', async () => {
    const { user, host } = await show();
    expect(screen.queryByText('Write a name.')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Create' }));
    await settle(1);
    expect(screen.getByText('Write a name.')).toBeInTheDocument();
    expect(field('Name *')).toHaveFocus();
    expect(field('Name *')).toHaveAttribute('aria-invalid', 'false');
    expect(host.sent).toEqual([]);
  });

  it('of a name that is taken is not done, which is said once, before the service knows it and after', async () => {
    const { host } = await show({}, async (name) => creationAnswer(name, { taken: 'yes' }), 'shop');
    const taken = /There is an application shop already/;
    expect(screen.getByText(taken)).toBeInTheDocument();
    await settle(askingDelay);
    expect(screen.getByText(taken)).toHaveTextContent('which you may not be able to see');
    type('Owner Email *', 'x@example.com');
    press('Create');
    await settle();
    expect(host.sent).toEqual([]);
  });

  it('of a name that is taken is not done', async () => {
    const { host } = await show({}, async (name) => creationAnswer(name, { taken: 'yes' }), 'theirs');
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    press('Create');
    await settle();
    expect(host.sent).toEqual([]);
  });

  it('goes to the application when Gate shows it', async () => {
    let isThere = false;
    const application = async () => (isThere ? answer({ name: 'web' }) : answer({}, 404));
    const { ended } = await show({ application }, undefined, 'web');
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    press('Create');
    await settle();
    expect(screen.getByText(/Waiting until Gate shows it/)).toBeInTheDocument();
    expect(field('Owner Email *')).toBeDisabled();
    isThere = true;
    await settle(1000);
    expect(ended).toEqual(['created web']);
  });

  it('that made it by half offers to write the permissions again', async () => {
    const details = { status: 500, method: 'PUT', url: 'http://front50/permissions/applications/web' };
    const task = async () => answer({ status: 'TERMINAL', variables: [{ key: 'exception', value: { details } }] });
    const { host } = await show({ task }, undefined, 'web');
    await settle(askingDelay);
    type('Owner Email *', 'x@example.com');
    press('Create');
    await settle();
    press('Write its permissions again');
    await settle();
    expect(host.sent.map(({ job: [job] }) => job?.['type'])).toEqual(['createApplication', 'updateApplication']);
  });
});

describe('leaving', () => {
  it('asks where something was typed, and does not where nothing was', async () => {
    const { ended } = await show();
    fireEvent.keyDown(field('Name *'), { key: 'Escape' });
    expect(ended).toEqual(['dismissed']);
    type('Name *', 'web');
    await settle();
    fireEvent.keyDown(field('Name *'), { key: 'Escape' });
    expect(screen.getByText(/Leave, and lose what you typed\?/)).toBeInTheDocument();
    press('Stay');
    expect(ended).toHaveLength(1);
    press('Cancel');
    expect(ended).toHaveLength(2);
  });

  it('a page whose session ended keeps what was typed for the same person', async () => {
    await show(
      { task: async () => answer(recorded('running')) },
      () => Promise.reject(new SessionEnded('Your session has ended.')),
      'web',
    );
    type('Owner Email *', 'shop@example.com');
    await settle(askingDelay);
    expect(screen.getByText(/Your session has ended/)).toBeInTheDocument();
    fireEvent(window, new Event('pagehide'));
    leaveOpen();
    await show();
    const back = within(document.body);
    expect(back.getByText(/What you typed before is back/)).toBeInTheDocument();
    expect(back.getByLabelText('Owner Email *')).toHaveValue('shop@example.com');
    fireEvent.click(back.getByRole('button', { name: 'Begin anew' }));
    await settle();
    expect(back.getByLabelText('Owner Email *')).toHaveValue('');
  });
});
