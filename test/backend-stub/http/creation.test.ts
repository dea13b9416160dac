import { recordAt, listAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { front50Applications } from '../../../backend-stub/spinnaker/front50.ts';
import { fiatView } from '../../spinnaker/fiat.ts';
import { startFront50 } from '../../spinnaker/front50.ts';
import type { SmallFront50 } from '../../spinnaker/front50.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { admin, alice, bob, file, views } from './creation-rules.ts';
import { patience, readIdentity, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

let listeners: Listeners;
let front50: SmallFront50;
beforeAll(async () => {
  const taken = new Map([
    ['teama-web', {}],
    ['secret', { READ: ['nobody'] }],
  ]);
  front50 = await startFront50({ applications: () => taken, mayRead: (_user, name) => name !== 'secret' });
  listeners = await startListeners({
    people: views,
    creationRules: file.rules,
    creation: {
      applications: front50Applications({ url: front50.url, readAs: readIdentity, clock: new HandClock() }),
      rules: () => ({ path: '/etc/fiat-local.yml', file, problems: [] }),
      clouddriver: { named: async () => ['oncall'] },
      advice: { lockOut: 'forbid', requireWriteRole: true },
    },
  });
}, patience);
afterAll(async () => {
  listeners.fiat.service.insteadAnswer();
  await Promise.all([listeners.close(), front50.close()]);
});

const ask = (user: string, name: string, query = ''): Promise<Answer> =>
  listeners.as(user, `/v1/access/applications/${encodeURIComponent(name)}/creation${query}`);

describe('whether somebody may create an application', () => {
  it('is said with the rule, with what the prefixes give, and with what the operator advises', async () => {
    const { status, body } = await ask(alice, 'TeamA-New');
    expect([status, body]).toEqual([
      200,
      {
        ...{ name: 'TeamA-New', user: alice, roles: ['team-a'], verdict: 'allowed', taken: 'no', secondsOld: 0 },
        by: { kind: 'prefix', prefixes: ['teama-*'], roles: ['team-a'] },
        sentence: 'You may create TeamA-New: the prefix teama-* gives CREATE to the role team-a.',
        knownRoles: ['creators', 'dev', 'oncall', 'team-a'],
        advice: { lockOut: 'forbid', requireWriteRole: true },
        explained: {
          rules: {
            ...{ provider: 'aggregate', resolutionStrategy: 'AGGREGATE', executeFallback: 'READ' },
            prefixes: file.rules.prefixes,
          },
          creators: { kind: 'roles', roles: ['creators', 'team-a'] },
          usable: ['teama-*'],
        },
      },
    ]);
  });

  it('is denied with the roles that could create it, and tells nothing of prefixes that do not match', async () => {
    const { body } = await ask(bob, 'other');
    expect(body).toMatchObject({
      verdict: 'denied',
      by: { kind: 'prefix', prefixes: ['*'], roles: [] },
      sentence: 'You may not create other: the prefix * gives CREATE to the role creators only.',
      explained: { creators: { kind: 'roles', roles: ['creators'] }, usable: [] },
    });
    expect(listAt(body, 'explained', 'rules', 'prefixes')).toHaveLength(1);
  });

  it('is so for admins, whatever the prefixes say', async () => {
    expect((await ask(admin, 'other')).body).toMatchObject({
      verdict: 'allowed',
      isAdmin: true,
      by: { kind: 'admin' },
    });
  });

  it('says that a name is taken, of one that the user may not see in the same words as of every other', async () => {
    const [seen, hidden] = [(await ask(alice, 'teama-web')).body, (await ask(alice, 'SECRET')).body];
    expect([seen['taken'], hidden['taken']]).toEqual(['yes', 'yes']);
    expect(Object.keys(hidden)).toEqual(Object.keys(seen));
    expect(JSON.stringify(hidden)).not.toContain('nobody');
  });

  it('asks Fiat by the name alone, in the name of whom it is about', async () => {
    await ask(alice, 'teama-x');
    const asked = listeners.fiat.service.asked.filter(({ method }) => method === 'POST').at(-1);
    expect([asked?.path, asked?.body]).toEqual([
      '/authorize/alice%40example.com/applications/create',
      '{"name":"teama-x"}',
    ]);
  });

  it.each([
    ['a star', 'shop*', /^Asking about an application was refused: A star stands for more names in a prefix/],
    ['letters with accents', 'größe', /without accents/],
    ['a slash', 'a/b', /no spaces or slashes/],
    ['a space', 'a b', /no spaces or slashes/],
  ])('is not asked of a name with %s', async (_what, name, sentence) => {
    const answer = await ask(alice, name);
    expect([answer.status, messageOf(answer)]).toEqual([400, expect.stringMatching(sentence)]);
  });

  it.each([63, 64, 100])('is asked of a name with %i characters', async (length) => {
    expect((await ask(alice, `teama-${'x'.repeat(length - 6)}`)).body['verdict']).toBe('allowed');
  });

  it.each([101, 300, 1000])('is not asked of a name with %i characters, and it is said why', async (length) => {
    const answer = await ask(alice, 'x'.repeat(length));
    expect([answer.status, messageOf(answer)]).toEqual([
      400,
      'Asking about an application was refused: A name has at most 100 characters. Choose another name.',
    ]);
  });
});

describe('about somebody else', () => {
  it('people are told nothing, but admins are', async () => {
    const answer = await ask(bob, 'teama-new', `?user=${alice}`);
    expect([answer.status, messageOf(answer)]).toEqual([
      403,
      'Asking what others may create was refused: it is for admins of Spinnaker, and bob@example.com is none by Fiat. An operator names the roles of admins in Fiat (fiat.admin.roles).',
    ]);
    expect((await ask(admin, 'teama-new', `?user=${alice}`)).body).toMatchObject({
      ...{ user: alice, verdict: 'allowed' },
      sentence: expect.stringMatching(/^alice@example.com may create teama-new: /),
    });
    expect((await ask(alice, 'teama-new', '?user=ALICE@example.com')).body).toMatchObject({
      sentence: expect.stringMatching(/^You may create teama-new: /),
    });
  });

  it('roles are judged by the prefixes alone, for admins', async () => {
    expect((await ask(bob, 'teama-new', '?roles=team-a')).status).toBe(403);
    const { body } = await ask(admin, 'teama-new', '?roles=Team-A,%20x');
    expect(body).toMatchObject({
      roles: ['team-a', 'x'],
      verdict: 'allowed',
      by: { kind: 'prefix', roles: ['team-a'] },
      sentence: expect.stringMatching(/^Somebody with these roles may create teama-new: /),
    });
    expect('user' in body).toBe(false);
    expect((await ask(admin, 'other', '?roles=')).body).toMatchObject({ roles: [], verdict: 'denied' });
  });

  it('what is refused is written down', async () => {
    await ask(bob, 'hidden-name', `?user=${alice}`);
    const { records } = await listeners.store.audit.page({ application: 'hidden-name', kind: 'refusal' });
    expect(records[0]).toMatchObject({ actor: { name: bob, roles: ['dev'] }, reason: 'not-allowed' });
  });
});

describe('where Fiat does not tell', () => {
  afterEach(() => listeners.fiat.service.insteadAnswer());
  const told = async (user = alice): Promise<unknown> => {
    const { status, body } = await ask(user, 'teama-new');
    return [
      status,
      body['verdict'],
      body['sentence'],
      'by' in body,
      'roles' in body,
      recordAt(body, 'explained')['usable'],
    ];
  };
  const silent = [
    200,
    'cannotTell',
    'Nobody can tell beforehand whether you may create teama-new: Fiat does not answer now. Spinnaker decides when it is created.',
    ...[false, false, []],
  ];

  it.each([
    ['answers 500', { status: 500, body: { status: 500 } }],
    ['answers a page of some proxy', { status: 404, body: '<html></html>' }],
    ['answers about somebody else', { status: 200, body: fiatView(bob) }],
    ['hangs up', 'hang up' as const],
  ])('since it %s, it is neither yes nor no, and what the prefixes say is told', async (_what, answer) => {
    listeners.fiat.service.insteadAnswer(answer);
    expect(await told()).toEqual(silent);
  });

  it('whether the asker is an admin, nothing is told of others', async () => {
    listeners.fiat.service.insteadAnswer({ status: 500 });
    expect((await ask(admin, 'teama-new', `?user=${alice}`)).status).toBe(424);
  });

  it('of somebody whom it does not know, it is neither yes nor no', async () => {
    expect((await ask('new@example.com', 'teama-new')).body).toMatchObject({
      verdict: 'cannotTell',
      sentence: expect.stringContaining('Fiat does not know you yet'),
    });
  });

  it('of nobody, nothing', async () => {
    expect((await ask('', 'x')).status).toBe(401);
    expect((await ask('anonymous', 'x')).status).toBe(401);
  });
});

describe('where Front50 does not tell', () => {
  afterEach(() => front50.service.insteadAnswer());

  it.each([{ status: 500 }, { status: 404, body: '<html></html>' }, 'hang up' as const])(
    'whether a name is taken is not known (%j), and all else is',
    async (answer) => {
      front50.service.insteadAnswer(answer);
      expect((await ask(alice, 'teama-web')).body).toMatchObject({ verdict: 'allowed', taken: 'unknown' });
    },
  );
});

describe('the overview for operators', () => {
  const overview = (user: string): Promise<Answer> => listeners.as(user, '/v1/access/creation');

  it('is for admins', async () => {
    const answer = await overview(alice);
    expect([answer.status, messageOf(answer)]).toEqual([
      403,
      expect.stringMatching(/^Viewing who may create applications was refused/),
    ]);
  });

  it('has the table, what the rules change for what exists, warnings and the block to copy', async () => {
    const { status, body } = await overview(admin);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      file: { path: '/etc/fiat-local.yml', isInForce: true, problems: [] },
      settings: { restrictApplicationCreation: true, adminRoles: ['spin-admins'], prefixes: 2 },
      table: [
        { prefix: '*', line: 8 },
        { prefix: 'teama-*', creators: { roles: ['creators', 'team-a'] } },
      ],
      effects: { kind: 'known', isSoAlready: true, counts: { closed: 1, narrowed: 1 } },
      block: expect.stringContaining('restrictApplicationCreation: true'),
    });
  });

  it(
    'says so where Front50 does not tell what exists',
    async () => {
      const bare = await startListeners({ people: views, creation: { rules: () => ({ file, problems: [] }) } });
      const { body } = await bare.as(admin, '/v1/access/creation');
      await bare.close();
      expect(body).toMatchObject({ effects: { kind: 'unknown', why: expect.stringContaining('front50.url') } });
    },
    patience,
  );
});
