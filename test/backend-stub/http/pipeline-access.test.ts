import { Compile } from 'typebox/compile';
import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import { readRulesFile, type RulesFile } from '../../../backend-stub/creation/rules-file.ts';
import { PipelineAccess } from '../../../backend-stub/http/pipeline-access-schemas.ts';
import { fiatView } from '../../spinnaker/fiat.ts';
import { among, startFront50, type SmallFront50, type WrittenPipeline } from '../../spinnaker/front50.ts';
import { front50Applications } from '../../../backend-stub/spinnaker/front50.ts';
import { front50Pipelines } from '../../../backend-stub/spinnaker/front50-pipelines.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { messageOf, type Answer } from './caller.ts';
import { patience, readIdentity, startListeners, type Listeners } from './listeners.ts';

const [alice, reader, stranger, admin] = ['alice', 'reader', 'stranger', 'admin'].map((name) => `${name}@example.com`);
const all = ['READ', 'WRITE', 'EXECUTE', 'CREATE'];
const own = 'p1@managed-service-account';
const pipelines = [
  {
    ...{ id: 'P1', name: 'deploy', application: 'shop', roles: ['dev'] },
    triggers: [
      { type: 'cron', enabled: true, runAsUser: own },
      { type: 'git', enabled: false, runAsUser: 'Robot' },
      { type: 'git', enabled: true, runAsUser: 'new-robot' },
      { type: 'git', enabled: true, runAsUser: 'gone-robot' },
      { type: 'webhook', enabled: true, runAsUser: 'robot' },
    ],
    stages: [{ type: 'deployManifest', account: 'Prod' }],
  },
  {
    id: 'p9',
    name: 'foreign',
    application: 'other',
    triggers: [{ type: 'cron', runAsUser: 'foreign-robot' }],
    stages: [],
  },
];

const rulesOf = (strategy: string) =>
  readRulesFile(`
fiat: { executeFallback: WRITE }
auth.permissions:
  provider.application: aggregate
  source.application.prefix:
    enabled: true
    resolutionStrategy: ${strategy}
    prefixes:
      - { prefix: '*', permissions: { READ: [Everyone], WRITE: [ops] } }
      - { prefix: 'shop*', permissions: { READ: [dev] } }
      - { prefix: 'payroll', permissions: { READ: [hr] } }
`);

let rules: RulesFile | undefined;
let applications: ReadonlyMap<string, Permissions> | undefined = new Map([['shop', { WRITE: ['${team}'] }]]);
let kept: readonly WrittenPipeline[] = pipelines;
let listeners: Listeners;
let front50: SmallFront50;

beforeAll(async () => {
  front50 = await startFront50({
    pipelinesOf: (application) => among(kept)(application),
    applications: () => applications,
    serviceAccounts: () => [{ name: 'New-Robot', memberOf: ['dev'] }],
  });
  const front50Options = { url: front50.url, clock: new HandClock(), cacheMilliseconds: 0 };
  listeners = await startListeners({
    pipelines: front50Pipelines(front50Options),
    creation: {
      applications: front50Applications({ ...front50Options, readAs: readIdentity }),
      rules: () => ({ ...(rules === undefined ? {} : { file: rules }), problems: [] }),
    },
  });
  const resources = {
    accounts: [
      { name: 'prod', authorizations: ['WRITE'] },
      { name: 'secret', authorizations: all },
    ],
    applications: [
      { name: 'SHOP', authorizations: ['READ', 'EXECUTE'] },
      { name: 'PAYROLL', authorizations: all },
    ],
  };
  listeners.fiat.set(own, fiatView(own, { ...resources, roles: [{ name: 'dev' }] }));
  listeners.fiat.set('robot', fiatView('robot', { roles: [{ name: 'dev' }, { name: 'release' }] }));
  listeners.fiat.set(
    'anonymous',
    fiatView('__unrestricted_user__', { accounts: [{ name: 'prod', authorizations: all }] }),
  );
  listeners.fiat.set('foreign-robot', fiatView('foreign-robot', resources));
}, patience);
afterAll(async () => {
  await listeners.close();
  await front50.close();
});

const ask = (user = alice, application = 'shop'): Promise<Answer> =>
  listeners.as(user ?? '', `/v1/access/applications/${application}/pipelines`);

describe('what the automatic identities of an application may do', () => {
  it('is Fiat’s word about each of them, on what its pipelines touch and nothing else', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual({
      application: 'shop',
      gaps: [],
      usableAccounts: [],
      ownAuthorizations: ['READ', 'WRITE', 'EXECUTE'],
      subjects: [
        {
          ...{ kind: 'seen', name: 'anonymous', admin: false, roles: [], applications: [] },
          accounts: [{ name: 'prod', authorizations: all }],
          unlistedApplicationsAreOpen: false,
        },
        {
          ...{ kind: 'seen', name: own, admin: false, roles: ['dev'] },
          accounts: [{ name: 'prod', authorizations: ['WRITE'] }],
          applications: [{ name: 'shop', authorizations: ['READ', 'EXECUTE'] }],
          unlistedApplicationsAreOpen: false,
        },
        // Alice lacks one of its roles, and so does not learn them.
        {
          kind: 'seen',
          name: 'Robot',
          admin: false,
          accounts: [],
          applications: [],
          unlistedApplicationsAreOpen: false,
        },
        {
          ...{ kind: 'unknown', name: 'new-robot' },
          why: 'Fiat does not know new-robot yet: it was made lately, and is known after the next role sync.',
        },
        { kind: 'missing', name: 'gone-robot' },
      ],
    });
    expect(Compile(PipelineAccess).Check(body)).toBe(true);
  });

  it('is told to whoever may read the application, and with all roles to an admin', async () => {
    expect((await ask(reader)).status).toBe(200);
    expect((await ask(admin)).body['subjects']).toContainEqual(
      expect.objectContaining({ name: 'Robot', roles: ['dev', 'release'] }),
    );
  });

  it('comes with what whoever asks may do himself, prefixes of Fiat and all', async () => {
    expect((await ask(reader)).body['ownAuthorizations']).toEqual(['READ']);
    expect((await ask(admin)).body['ownAuthorizations']).toEqual(['READ', 'WRITE', 'EXECUTE', 'CREATE']);
  });

  it.each([
    ['AGGREGATE', { READ: ['everyone', 'dev'], WRITE: [expect.not.stringContaining('${'), 'ops'] }],
    ['MOST_SPECIFIC', { READ: ['dev'], WRITE: [expect.not.stringContaining('${')] }],
  ])(
    'comes with who may what on the application, prefixes counted by %s and none of others told',
    async (strategy, permissions) => {
      rules = rulesOf(strategy);
      const { body } = await ask(reader);
      rules = undefined;
      // Nobody has EXECUTE by name: whoever may write has it.
      expect(body['effectivePermissions']).toEqual({ ...permissions, EXECUTE: permissions.WRITE });
      expect(body['gaps']).toEqual([]);
      expect(Compile(PipelineAccess).Check(body)).toBe(true);
    },
  );

  it('comes without that where no copy of Fiat’s rules is, and says why where it can not be worked out', async () => {
    expect((await ask()).body).not.toHaveProperty('effectivePermissions');
    const before = applications;
    rules = rulesOf('AGGREGATE');
    const gaps: unknown[] = [];
    for (const some of [new Map<string, Permissions>(), undefined]) {
      applications = some;
      const { status, body } = await ask();
      expect([status, body]).toEqual([200, expect.not.objectContaining({ effectivePermissions: expect.anything() })]);
      gaps.push(body['gaps']);
    }
    [rules, applications] = [undefined, before];
    const unknown = 'What prefixes of Fiat add to the application is not known.';
    expect(gaps).toEqual([
      [`${unknown} Front50 does not list shop.`],
      [`${unknown} Front50 could not say which applications there are: it answered 503.`],
    ]);
  });

  it('comes with the service accounts that whoever asks may use himself, whose roles Fiat tells, and with no others', async () => {
    const before = { applications: [{ name: 'SHOP', authorizations: all }], roles: [{ name: 'dev' }] };
    const serviceAccounts = [{ name: 'Spare-Robot', memberOf: ['Dev'] }, { name: 'old-fiat-robot' }];
    listeners.fiat.set('owner@example.com', fiatView('owner@example.com', { ...before, serviceAccounts }));
    expect((await ask('owner@example.com')).body['usableAccounts']).toEqual([{ name: 'spare-robot', roles: ['dev'] }]);
    listeners.fiat.set('owner@example.com', { ...fiatView('owner@example.com', before), serviceAccounts: undefined });
    expect((await ask('owner@example.com')).body).not.toHaveProperty('usableAccounts');
  });

  it('is not told to anybody else, and that is written down', async () => {
    const answer = await ask(stranger);
    expect([answer.status, messageOf(answer)]).toEqual([
      403,
      expect.stringContaining('lacks READ on application shop'),
    ]);
    expect((await ask(alice, 'other')).status).toBe(403);
    const { records } = await listeners.store.audit.page({ application: 'other', kind: 'refusal' });
    expect(records[0]).toMatchObject({ action: 'view', actor: { name: alice } });
  });

  it('tells of the others where Fiat is broken about one, and of the gap', async () => {
    listeners.fiat.set('robot', fiatView('somebody-else'));
    const { body } = await ask();
    listeners.fiat.set('robot', fiatView('robot', { roles: [{ name: 'dev' }, { name: 'release' }] }));
    expect(body['subjects']).toContainEqual({
      ...{ kind: 'unknown', name: 'Robot' },
      why: 'Fiat was asked about Robot and answered about somebody-else.',
    });
    expect(body['subjects']).toContainEqual(expect.objectContaining({ kind: 'seen', name: own }));
  });

  it('says of nobody that it is not known, where Fiat does not say what is open to everybody', async () => {
    const everybody = fiatView('__unrestricted_user__', { accounts: [{ name: 'prod', authorizations: all }] });
    listeners.fiat.set('anonymous', undefined);
    const { body } = await ask();
    listeners.fiat.set('anonymous', everybody);
    expect(body['subjects']).toContainEqual({
      ...{ kind: 'unknown', name: 'anonymous' },
      why: 'Fiat does not say what is open to everybody.',
    });
  });

  it('can not be told while Front50 does not answer', async () => {
    front50.service.insteadAnswer({ status: 503 });
    const answer = await ask();
    front50.service.insteadAnswer();
    expect([answer.status, messageOf(answer)]).toEqual([
      424,
      'Front50 could not list the pipelines of shop: it answered 503, and no list.',
    ]);
  });

  it('can not be told while Fiat does not answer: unknown is not allowed', async () => {
    listeners.fiat.service.insteadAnswer({ status: 503 });
    const answer = await ask();
    listeners.fiat.service.insteadAnswer();
    expect(answer.status).toBe(424);
  });

  it('asks about five hundred accounts and says that there are more', async () => {
    const triggers = Array.from({ length: 510 }, (_, index) => ({ type: 'cron', runAsUser: `robot-${index}` }));
    kept = [{ id: 'p2', name: 'many', application: 'shop', triggers }];
    const { body } = await ask();
    kept = pipelines;
    expect(body['subjects']).toHaveLength(500);
    expect(body['gaps']).toEqual(['11 more service accounts of these pipelines were not asked about.']);
  });
});

describe('without a Front50', () => {
  it.each([
    ['fiat', 409, 'The stage service knows no Front50'],
    ['open', 200, ''],
  ] as const)(
    'and with access: %s, the answer is %i',
    async (access, status, why) => {
      const others = await startListeners({ access, store: listeners.store });
      try {
        const answer = await others.as(alice ?? '', '/v1/access/applications/shop/pipelines');
        expect(answer.status).toBe(status);
        if (status === 200) expect(answer.body['gaps']).toEqual([expect.stringContaining('Access is open')]);
        else expect(messageOf(answer).toLowerCase()).toContain(why.toLowerCase());
      } finally {
        await others.close();
      }
    },
    patience,
  );
});
