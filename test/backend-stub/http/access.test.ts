import { Compile } from 'typebox/compile';
import { ApplicationsAccess, ServiceAccounts } from '../../../backend-stub/http/access-schemas.ts';
import { front50Applications } from '../../../backend-stub/spinnaker/front50.ts';
import { front50Pipelines } from '../../../backend-stub/spinnaker/front50-pipelines.ts';
import { readRulesFile } from '../../../backend-stub/creation/rules-file.ts';
import { fiatView } from '../../spinnaker/fiat.ts';
import { startFront50, type SmallFront50, type WrittenPipeline } from '../../spinnaker/front50.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { messageOf } from './caller.ts';
import { patience, readIdentity, startListeners, type Listeners } from './listeners.ts';

const [alice, stranger, admin, nobody] = ['alice', 'stranger', 'admin', 'unheard-of'].map(
  (name) => `${name}@example.com`,
);
const pipelines: readonly WrittenPipeline[] = [
  { id: 'p1', name: '${deploy}', application: 'shop', triggers: [{ type: 'cron', enabled: true, runAsUser: 'robot' }] },
  { id: 'p2', name: 'pay', application: 'payroll', triggers: [{ type: 'cron', enabled: true, runAsUser: 'robot' }] },
];
const rulesFile = readRulesFile(`
fiat: { restrictApplicationCreation: true, admin: { roles: [spin-admins] } }
auth.permissions:
  provider.application: aggregate
  source.application.prefix:
    enabled: true
    prefixes:
      - { prefix: 'shop*', permissions: { CREATE: [dev], READ: [dev] } }
      - { prefix: 'pay*', permissions: { CREATE: [hr] } }
`);

let listed: readonly WrittenPipeline[] | undefined = pipelines;
let front50: SmallFront50;
let listeners: Listeners;

beforeAll(async () => {
  front50 = await startFront50({
    applications: () =>
      new Map([
        ['shop', { WRITE: ['dev'] }],
        ['payroll', { READ: ['hr'] }],
      ]),
    allPipelines: () => listed,
    serviceAccounts: () => [
      { name: 'robot', memberOf: ['dev'] },
      { name: 'other-robot', memberOf: ['hr'] },
    ],
  });
  const front50Options = { url: front50.url, clock: new HandClock(), cacheMilliseconds: 0 };
  listeners = await startListeners({
    pipelines: front50Pipelines(front50Options),
    creation: {
      applications: front50Applications({ ...front50Options, readAs: readIdentity }),
      rules: () => ({ file: rulesFile, problems: [] }),
    },
  });
  const applications = [{ name: 'SHOP', authorizations: ['READ'] }];
  const serviceAccounts = [{ name: 'Robot', memberOf: ['dev'] }];
  listeners.fiat.set(alice ?? '', fiatView(alice ?? '', { applications, serviceAccounts, roles: [{ name: 'dev' }] }));
}, patience);
afterAll(async () => {
  await listeners.close();
  await front50.close();
});

const accountsAs = (user: string | undefined) => listeners.as(user ?? '', '/v1/access/service-accounts');
const applicationsAs = (user: string | undefined) => listeners.as(user ?? '', '/v1/access/applications');

describe('service accounts', () => {
  it('are those that Fiat lets somebody use, with the pipelines that he may read and no others', async () => {
    const { status, body } = await accountsAs(alice);
    expect(status).toBe(200);
    expect(body).toEqual({
      scope: 'yours',
      gaps: [],
      accounts: [
        {
          ...{ name: 'robot', exists: true, mayUse: true, roles: ['dev'], isUsedElsewhere: true },
          uses: [
            {
              application: 'shop',
              id: 'p1',
              pipeline: expect.not.stringContaining('${'),
              triggers: ['cron'],
              isOn: true,
            },
          ],
        },
      ],
    });
    expect(Compile(ServiceAccounts).Check(body)).toBe(true);
  });

  it('are all to an admin, and none to a stranger', async () => {
    expect((await accountsAs(admin)).body).toMatchObject({
      scope: 'all',
      accounts: [
        { name: 'robot', uses: [{ id: 'p1' }, { id: 'p2' }] },
        { name: 'other-robot', uses: [] },
      ],
    });
    expect((await accountsAs(stranger)).body['accounts']).toEqual([]);
  });

  it('are told without their uses while Front50 lists no pipelines, and not at all while it lists no accounts', async () => {
    listed = undefined;
    const { body } = await accountsAs(alice);
    listed = pipelines;
    expect(body).toEqual({
      scope: 'yours',
      accounts: [{ name: 'robot', exists: true, mayUse: true, roles: ['dev'] }],
      gaps: [
        'Where the accounts are used is not known. Front50 could not list all pipelines: it answered 503, and no list.',
      ],
    });
    front50.service.insteadAnswer({ status: 503 });
    const none = await accountsAs(alice);
    front50.service.insteadAnswer();
    expect([none.status, messageOf(none)]).toEqual([
      424,
      'Front50 could not list its service accounts: it answered 503, and no list.',
    ]);
  });

  it('are refused to somebody whom Fiat does not know, and can not be told while Fiat does not answer', async () => {
    expect(messageOf(await accountsAs(nobody))).toContain('Fiat does not know unheard-of@example.com');
    listeners.fiat.service.insteadAnswer({ status: 503 });
    const answers = [await accountsAs(alice), await applicationsAs(alice)];
    listeners.fiat.service.insteadAnswer();
    expect(answers.map(({ status }) => status)).toEqual([424, 424]);
  });
});

describe('who may what on applications', () => {
  it('is told of those that somebody may read, with the prefixes that count for them and no others', async () => {
    const { status, body } = await applicationsAs(alice);
    expect(status).toBe(200);
    expect(body).toEqual({
      isAdmin: false,
      gaps: [],
      applications: [{ name: 'shop', permissions: { WRITE: ['dev'] } }],
      rules: {
        ...{ provider: 'aggregate', resolutionStrategy: 'AGGREGATE', executeFallback: 'READ' },
        restrictApplicationCreation: true,
        prefixes: [{ prefix: 'shop*', permissions: { CREATE: ['dev'], READ: ['dev'] } }],
      },
    });
    expect(Compile(ApplicationsAccess).Check(body)).toBe(true);
  });

  it('is told of all to an admin, and of none to a stranger', async () => {
    const { body } = await applicationsAs(admin);
    expect(body).toMatchObject({ isAdmin: true, applications: [{ name: 'shop' }, { name: 'payroll' }] });
    expect((await applicationsAs(stranger)).body['applications']).toEqual([]);
  });

  it('can not be told while Front50 does not answer', async () => {
    front50.service.insteadAnswer({ status: 503 });
    const answer = await applicationsAs(alice);
    front50.service.insteadAnswer();
    expect([answer.status, messageOf(answer)]).toEqual([
      424,
      'Front50 could not say which applications there are: it answered 503.',
    ]);
  });
});

describe('without a Front50, and without a copy of Fiat’s rules', () => {
  it.each(['/v1/access/service-accounts', '/v1/access/applications'])(
    '%s says that an operator can name one',
    async (path) => {
      const others = await startListeners({ store: listeners.store });
      try {
        const answer = await others.as(alice ?? '', path);
        expect([answer.status, messageOf(answer)]).toEqual([409, expect.stringContaining('front50.url')]);
      } finally {
        await others.close();
      }
    },
    patience,
  );
});
