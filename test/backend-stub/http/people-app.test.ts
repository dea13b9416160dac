import { actions } from '../../../backend-stub/contract/decision.ts';
import { listAt, recordAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import { serviceVersion } from '../../../backend-stub/contract/service.ts';
import { waitingDeployment } from '../reconcile/waiting-deployment.ts';
import { call, messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { aRunningStage } from './executions.ts';
import { patience, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

const alice = 'alice@example.com';
const reader = 'reader@example.com';
const stranger = 'stranger@example.com';
const seen = [{ rollout: 'web', podHash: '5d7c9f', stepIndex: 1 }];

let listeners: Listeners;
let id: string;

beforeAll(async () => {
  listeners = await startListeners();
  const running = aRunningStage();
  listeners.show(running);
  id = String((await listeners.post(running)).body['deploymentId']);
}, patience);
afterAll(() => listeners.close());

const approve = { action: 'approve', seen };
const decide = (user: string, body: unknown, deployment = id): Promise<Answer> =>
  listeners.as(user, `/v1/deployments/${deployment}/decisions`, { method: 'POST', body });

describe('a call that names nobody', () => {
  const calls: readonly (readonly [string, 'GET' | 'POST', unknown])[] = [
    ['/v1/accounts', 'GET', undefined],
    ['/v1/deployments?application=shop', 'GET', undefined],
    ['/v1/deployments/any', 'GET', undefined],
    ['/v1/plan', 'POST', { application: 'shop', deployment: {} }],
    ['/v1/deployments/any/decisions', 'POST', approve],
  ];
  it.each(calls)('is 401 on %s', async (path, method, body) => {
    for (const headers of [{}, { 'X-SPINNAKER-USER': ' ' }]) {
      const answer = await call(`${listeners.peopleUrl}${path}`, { method, headers, body });
      expect([answer.status, answer.body['error']]).toEqual([401, 'not-authenticated']);
    }
  });

  it.each(calls)('or only "anonymous" is let in nowhere either: %s', async (path, method, body) => {
    const answer = await listeners.as('anonymous', path, { method, body });
    if (path === '/v1/accounts') expect(answer.body['accounts']).toEqual([]);
    else if (path !== '/v1/plan') expect([401, 404]).toContain(answer.status);
  });

  it('is not helped by a bearer: people are who Gate says they are', async () => {
    const headers = { Authorization: 'Bearer the-token-of-today' };
    expect((await call(`${listeners.peopleUrl}/v1/accounts`, { headers })).status).toBe(401);
  });
});

describe('a deployment', () => {
  it('is shown to who may read its application', async () => {
    const answer = await listeners.as(reader, `/v1/deployments/${id}`);
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ id, application: 'shop', account: 'prod', requester: alice, access: 'fiat' }),
    ]);
  });

  it('of an application that one may not read looks like one that does not exist', async () => {
    const hidden = await listeners.as(stranger, `/v1/deployments/${id}`);
    const absent = await listeners.as(stranger, '/v1/deployments/00000000-0000-0000-0000-000000000000');
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    expect(messageOf(hidden).replace(id, 'ID')).toBe(
      messageOf(absent).replace('00000000-0000-0000-0000-000000000000', 'ID'),
    );
  });

  it('that one may not read can not be told by deciding about it either', async () => {
    const hidden = await decide(stranger, approve);
    const absent = await decide(stranger, approve, '00000000-0000-0000-0000-000000000000');
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    expect(messageOf(hidden).replace(id, 'ID')).toBe(
      messageOf(absent).replace('00000000-0000-0000-0000-000000000000', 'ID'),
    );
  });

  it.each(['%00', '..%2fx', 'a b'])('is never asked for as %j', async (name) => {
    expect((await listeners.as(alice, `/v1/deployments/${encodeURI(name)}`)).status).toBe(404);
    expect((await decide(alice, approve, encodeURI(name))).status).toBe(404);
  });

  it('is in the list of its application, for who may read that', async () => {
    const found = await listeners.as(reader, '/v1/deployments?application=shop');
    expect([found.status, found.body['deployments']]).toEqual([200, [expect.objectContaining({ id })]]);
    expect((await listeners.as(stranger, '/v1/deployments?application=shop')).status).toBe(403);
  });

  it.each([
    ['', 400],
    ['?application=', 400],
    ['?application=shop&application=bank', 400],
    ['?application[]=shop', 400],
    ['?application=%00', 400],
    [`?application=${'x'.repeat(251)}`, 400],
    ['?application=no-such', 403],
    ['?application=__proto__', 403],
  ])('is not listed by %j', async (query, status) => {
    const answer = await listeners.as(alice, `/v1/deployments${query}`);
    expect([answer.status, typeof answer.body['message']]).toEqual([status, 'string']);
  });
});

describe('who looks at a deployment', () => {
  const mayOf = async (user: string): Promise<Readonly<Record<string, unknown>>> => {
    const viewer = recordAt((await listeners.as(user, `/v1/deployments/${id}`)).body, 'viewer');
    expect(viewer['user']).toBe(user);
    return Object.fromEntries(listAt(viewer, 'may').map((one) => [textAt(one, 'action'), textAt(one, 'sentence')]));
  };
  const everything = { approve: undefined, promoteFully: undefined, abort: undefined, retry: undefined };

  it.each([alice, 'admin@example.com'])('is told that every action is allowed: %s', async (user) => {
    expect(await mayOf(user)).toEqual(everything);
  });

  it('is told for each action why it would be refused, and who can change that, as the refused decision says it', async () => {
    const may = await mayOf(reader);
    for (const action of actions) {
      const refused = messageOf(await decide(reader, { ...approve, action }));
      expect([action, String(may[action]).replace('would be refused', 'was refused')]).toEqual([action, refused]);
    }
    expect(may['approve']).toMatch(
      /^Approving on application shop and account prod would be refused: .* lacks EXECUTE/,
    );
  });

  it('sees no pods before there is a rollout', async () => {
    expect((await listeners.as(alice, `/v1/deployments/${id}`)).body['live']).toEqual([]);
  });

  it('is told of them in the report of one deployment, and not in lists', async () => {
    const list = listAt((await listeners.as(alice, '/v1/deployments?application=shop')).body, 'deployments');
    expect(list.map((one) => Object.keys(recordAt(one)).filter((key) => key === 'viewer' || key === 'live'))).toEqual([
      [],
    ]);
  });
});

describe('a deployment that waits for the role release', () => {
  const requiresRoles = ['release'];
  let waiting: DeploymentRecord;

  beforeAll(async () => {
    waiting = waitingDeployment({ requiresRoles });
    await listeners.store.create(waiting, []);
  });

  it('lets who has it approve, and nobody else, however much else they may', async () => {
    for (const [user, kind] of [
      ['releaser@example.com', 'allowed'],
      [alice, 'denied'],
    ] as const) {
      const { body } = await listeners.as(user, `/v1/deployments/${waiting.id}`);
      const may = listAt(recordAt(body, 'viewer'), 'may').map((one) => [textAt(one, 'action'), textAt(one, 'kind')]);
      expect([user, may]).toEqual([
        user,
        [
          ['approve', kind],
          ['promoteFully', kind],
          ['abort', 'allowed'],
          ['retry', 'allowed'],
        ],
      ]);
    }
  });

  it('is shown while its cluster is away, which is said in place of the pods', async () => {
    const { status, body } = await listeners.as(alice, `/v1/deployments/${waiting.id}`);
    expect([status, body['live'], listAt(body, 'rollouts')]).toEqual([
      200,
      [{ name: 'web', kind: 'unknown', why: expect.stringContaining('Cluster prod') }],
      [expect.objectContaining({ waiting: { reason: 'approval', requiresRoles } })],
    ]);
  });
});

describe('a decision', () => {
  it.each([
    ['an unknown key', { ...approve, force: true }, 'body has "force"'],
    ['an unknown action', { ...approve, action: 'rollback' }, 'action'],
    ['no action', { seen }, 'action'],
    ['nothing that was seen', { action: 'approve' }, 'seen'],
    ['a step as text', { action: 'approve', seen: [{ rollout: 'web', podHash: 'a', stepIndex: '1' }] }, 'stepIndex'],
    ['a negative step', { action: 'approve', seen: [{ rollout: 'web', podHash: 'a', stepIndex: -1 }] }, 'stepIndex'],
    ['a huge comment', { ...approve, comment: 'x'.repeat(2001) }, 'comment'],
    ['a comment that no database keeps', { ...approve, comment: 'a\u0000b' }, 'comment'],
    ['a list', [approve], 'object'],
  ])('with %s is refused by name', async (_case, body, part) => {
    const answer = await decide(alice, body);
    expect([answer.status, answer.body['error'], messageOf(answer)]).toEqual([
      400,
      'bad-input',
      expect.stringContaining(part),
    ]);
  });

  it('of somebody who may only read is refused, and says what is missing', async () => {
    const answer = await decide(reader, approve);
    expect([answer.status, messageOf(answer)]).toEqual([403, expect.stringContaining('EXECUTE on application shop')]);
  });

  it('before there is a rollout is refused in a sentence', async () => {
    const answer = await decide(alice, approve);
    expect([answer.status, answer.body['error']]).toEqual([409, 'not-possible']);
  });

  it('that can not be checked is not made, and says so', async () => {
    listeners.fiat.service.insteadAnswer({ status: 503 });
    const answer = await decide(alice, approve);
    listeners.fiat.service.insteadAnswer();
    expect([answer.status, answer.body['error'], messageOf(answer)]).toEqual([
      424,
      'unreachable',
      expect.stringMatching(
        /^Approving on deployment \S+ was refused: Fiat could not say .*503\. Nothing was decided; try again in a moment\.$/,
      ),
    ]);
  });
});

describe('accounts', () => {
  const always = { access: 'fiat', service: { version: serviceVersion } };
  const accountsOf = async (user: string): Promise<unknown> => (await listeners.as(user, '/v1/accounts')).body;

  it('are those that one may read, and say whether one may deploy to them', async () => {
    const prod = { name: 'prod', namespaces: ['shop', 'cart'], defaultNamespace: 'shop' };
    expect(await accountsOf(alice)).toEqual({ ...always, accounts: [{ ...prod, authorized: true }] });
    expect(await accountsOf(reader)).toEqual({ ...always, accounts: [{ ...prod, authorized: false }] });
    expect(await accountsOf(stranger)).toEqual({ ...always, accounts: [] });
  });

  it('are not guessed while Fiat can not be asked', async () => {
    listeners.fiat.service.insteadAnswer({ status: 503 });
    const answer = await listeners.as(alice, '/v1/accounts');
    listeners.fiat.service.insteadAnswer();
    expect([answer.status, answer.body['error']]).toEqual([424, 'unavailable']);
  });
});

describe('every answer to people', () => {
  it.each<readonly [string, 'GET' | 'POST' | 'PUT' | 'DELETE', unknown]>([
    ['/', 'GET', undefined],
    ['/v1/nothing', 'GET', undefined],
    ['/v1/deployments', 'DELETE', undefined],
    ['/v1/deployments/x/status', 'GET', undefined],
    ['/v1/plan', 'PUT', {}],
    ['/v1/plan', 'POST', '{'],
    ['/v1/plan', 'POST', ''],
    ['/v1/plan', 'POST', `"${'x'.repeat(9 * 1024 * 1024)}"`],
    ['/v1/openapi.json', 'GET', undefined],
    ['/health/ready', 'GET', undefined],
    ['/%', 'GET', undefined],
  ])('is a JSON object and no 5xx: %s %s', async (path, method, body) => {
    const answer = await listeners.as(alice, path, { method, body });
    expect(Object.keys(answer.body).length).toBeGreaterThan(0);
    expect(answer.status).toBeLessThan(500);
  });
});

describe('with access: open', () => {
  let open: Listeners;
  beforeAll(async () => {
    open = await startListeners({ access: 'open', store: listeners.store });
  });
  afterAll(() => open.close());

  it('everybody is let in, and every report says so', async () => {
    const running = aRunningStage({ user: 'never@example.com' });
    open.show(running);
    const started = await open.post(running);
    const report = await open.as('', `/v1/deployments/${String(started.body['deploymentId'])}`);
    expect([started.status, report.status, report.body['access']]).toEqual([202, 200, 'open']);
    expect((await open.as('', '/v1/accounts')).body).toMatchObject({ access: 'open', accounts: [{}, {}] });
  });
});

describe('without its database', () => {
  beforeAll(() => listeners.store.close());

  it.each(['/v1/deployments/00000000-0000-0000-0000-000000000000', '/v1/deployments?application=shop'])(
    'says so, with 424: %s',
    async (path) => {
      const answer = await listeners.as(alice, path);
      expect([answer.status, answer.body['error']]).toEqual([424, 'unavailable']);
    },
  );
});
