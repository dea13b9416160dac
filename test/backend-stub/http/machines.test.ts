import { machineRoutes, machineScopes } from '../../../backend-stub/access/machine-scopes.ts';
import { defaultTenant } from '../../../backend-stub/access/tenants.ts';
import type { AuditEntry } from '../../../backend-stub/contract/audit.ts';
import { listAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { call, messageOf } from './caller.ts';
import type { Answer, Call } from './caller.ts';
import { configuration } from './executions.ts';
import { bearer, patience } from './listeners.ts';
import { MachineWorld } from './machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await MachineWorld.start();
}, patience);
afterAll(() => world.close());

const plan = { method: 'POST', body: { application: 'shop', deployment: configuration() } } as const;
const start = {
  method: 'POST',
  body: { application: 'cart', deployment: configuration(), idempotencyKey: 'build-1' },
} as const;
const idOn = (account: string): string => world.deployments.get(account) ?? 'none';

/** Every route of the table, as it is called. */
const routes: readonly (readonly [keyof typeof machineRoutes, () => string, Call])[] = [
  ['GET /v1/machines/accounts', () => '/v1/machines/accounts', {}],
  ['GET /v1/machines/deployments', () => '/v1/machines/deployments?application=shop', {}],
  ['GET /v1/machines/deployments/:id', () => `/v1/machines/deployments/${idOn('prod')}`, {}],
  ['POST /v1/machines/deployments', () => '/v1/machines/deployments', start],
  [
    'POST /v1/machines/deployments/:id/cancel',
    () => `/v1/machines/deployments/${world.started.get('prod')}/cancel`,
    { method: 'POST', body: {} },
  ],
  ['POST /v1/machines/plan', () => '/v1/machines/plan', plan],
  ['GET /v1/machines/audit', () => '/v1/machines/audit', {}],
];
/** The cluster of the tests answers nobody: a plan that gets that far is let in. */
const letIn = (answer: Answer): boolean =>
  [200, 202].includes(answer.status) || messageOf(answer).startsWith('Cluster prod cannot');

it('calls every route of the table here', () => {
  expect(routes.map(([route]) => route)).toEqual(Object.keys(machineRoutes));
});

describe.each(routes)('%s', (route, path, how) => {
  const scope = machineRoutes[route];
  const others = machineScopes.filter((other) => other !== scope);

  it(`is open to a machine with ${scope}`, async () => {
    const token = await world.issuer.token('ci', { scope });
    expect([letIn(await world.with(token, path(), how)), world.logged.join().includes(token)]).toEqual([true, false]);
  });

  it('is closed to one with every other scope, in a sentence of four parts', async () => {
    const token = await world.issuer.token('ci', { scope: others.join(' ') });
    const answer = await world.with(token, path(), how);
    expect([answer.status, answer.body['error'], messageOf(answer)]).toEqual([
      403,
      'not-allowed',
      expect.stringMatching(
        new RegExp(
          `^The call on ${route} was refused: the token of ci lacks the scope ${scope}; it has .+\\. Ask the issuer`,
        ),
      ),
    ]);
  });

  it.each([
    ['no tenant', 'placeless', 'the token of placeless names no tenant, which is read from tenant.'],
    ['no service account', 'unlisted', 'no service account of Spinnaker is configured for unlisted.'],
  ])('is closed to a machine with %s', async (_case, client, why) => {
    const answer = await world.as(client, path(), how);
    expect([answer.status, messageOf(answer)]).toEqual([403, expect.stringContaining(why)]);
  });

  it('is closed without a token, with a bad one, with the bearer of Orca, and to who only says that he is somebody', async () => {
    const credentials = [
      {},
      bearer('not-a-token'),
      bearer(),
      { 'X-SPINNAKER-USER': 'admin@example.com' },
      { Authorization: `Basic ${btoa('ci:secret')}` },
      bearer(await world.issuer.signed({ aud: 'elsewhere' })),
      bearer(await world.issuer.signed({ tenant: 'acme/production' }, { until: -3600 })),
    ];
    for (const headers of credentials) {
      const answer = await call(`${world.listeners.orcaUrl}${path()}`, { ...how, headers });
      expect([answer.status, answer.body['error']]).toEqual([401, 'not-authenticated']);
    }
  });

  it('asks for the token before anything else, and says how one shows it', async () => {
    const url = `${world.listeners.orcaUrl}${path()}`;
    const answer = await fetch(url, { method: how.method ?? 'GET', ...(how.body === undefined ? {} : { body: '{' }) });
    expect([answer.status, answer.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
  });

  it('says "ask again" while Fiat does not answer, and while the issuer does not', async () => {
    const token = await world.issuer.token('ci');
    world.listeners.fiat.service.insteadAnswer({ status: 503 });
    const withoutFiat = await world.with(token, path(), how);
    world.listeners.fiat.service.insteadAnswer();
    expect([withoutFiat.status, withoutFiat.body['error']]).toEqual([503, 'unavailable']);
    await world.issuer.rotate();
    const unknown = await world.issuer.token('ci');
    await world.issuer.down();
    const withoutIssuer = await world.with(unknown, path(), how);
    await world.issuer.up();
    expect([withoutIssuer.status, messageOf(withoutIssuer)]).toEqual([
      503,
      `The issuer ${world.issuer.url} could not be asked for its keys.`,
    ]);
    expect(letIn(await world.with(unknown, path(), how))).toBe(true);
    expect(world.logged.join()).toContain('a call could not be answered');
    expect(world.logged.join()).not.toContain(unknown.split('.')[1]);
  });
});

function linesOf({ text }: Answer): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

describe('a token of a machine', () => {
  it('opens none of the routes of Orca, and none of those of people', async () => {
    const token = await world.issuer.token('ci');
    const orcas = [
      ['/v1/deployments', { method: 'POST', body: configuration() }],
      [`/v1/deployments/${idOn('prod')}/status`, {}],
      ['/v1/cancel', { method: 'POST', body: { executionId: 'e', stageId: 's', attempt: '1' } }],
    ] as const;
    for (const [path, how] of orcas) expect((await world.with(token, path, how)).status).toBe(401);
    for (const path of ['/v1/accounts', `/v1/deployments/${idOn('prod')}`]) {
      const answer = await call(`${world.listeners.peopleUrl}${path}`, { headers: bearer(token) });
      expect(answer.status).toBe(401);
    }
  });

  it('is answered about by HEAD as by GET', async () => {
    const head = async (scope: string) => {
      const headers = bearer(await world.issuer.token('ci', { scope }));
      return (await fetch(`${world.listeners.orcaUrl}/v1/machines/accounts`, { method: 'HEAD', headers })).status;
    };
    expect([await head('infrastructure:read'), await head('administer')]).toEqual([200, 403]);
  });
});

describe('a machine', () => {
  it('sees the accounts of its tenant, and which of them its service account may deploy to', async () => {
    expect((await world.as('ci', '/v1/machines/accounts')).body).toEqual({
      tenant: 'acme/production',
      access: 'fiat',
      accounts: [
        { name: 'prod', namespaces: ['shop'], defaultNamespace: 'shop', authorized: true },
        { name: 'prod-eu', authorized: true },
      ],
    });
    expect((await world.as('powerless', '/v1/machines/accounts')).body['accounts']).toEqual([]);
  });

  it('exports what was written down of its tenant, from where it left off, as an admin only', async () => {
    const all = linesOf(await world.as('ci', '/v1/machines/audit'));
    const begun = ['prod', 'prod', 'prod-eu', 'prod-eu'].map((account, index) =>
      expect.objectContaining({ tenant: 'acme/production', sequence: index + 1, kind: 'command', account }),
    );
    expect(all.slice(0, 4)).toEqual(begun);
    expect(linesOf(await world.as('ci', '/v1/machines/audit?after=1'))).toEqual(all.slice(1));
    expect(linesOf(await world.as('ci', '/v1/machines/audit?to=2020-01-01'))).toEqual([]);
    const denied = await world.as('powerless', '/v1/machines/audit');
    expect([denied.status, messageOf(denied)]).toEqual([
      403,
      expect.stringContaining(
        'on tenant acme/production was refused: it tells of every application, and powerless-robot@example.com is no admin in Fiat.',
      ),
    ]);
  });

  it('that is refused is written down, with its service account and how it came', async () => {
    await world.as('powerless', '/v1/machines/deployments?application=refused-once');
    const { records } = await world.listeners.store.audit.page({ application: 'refused-once' });
    expect(records).toEqual([
      expect.objectContaining({
        ...{ kind: 'refusal', action: 'view', application: 'refused-once', reason: 'not-allowed' },
        actor: { name: 'powerless-robot@example.com', subject: 'powerless', roles: [], through: 'machine' },
      }),
    ]);
  });

  describe('that is not let in', () => {
    const refusedAs = async (subject: string): Promise<readonly AuditEntry[]> => {
      const stretch = { tenant: defaultTenant, after: 0, most: 500 };
      const rows = await world.listeners.store.audit.rows(stretch);
      const entries = rows.map(({ canonical }): AuditEntry => JSON.parse(canonical));
      return entries.filter(({ actor }) => actor.subject === subject);
    };

    it('is written down with the subject of its token beside the service account, once for all of its tries', async () => {
      const token = await world.issuer.token('ci-staging', { scope: 'administer' });
      for (let tries = 0; tries < 3; tries += 1) await world.with(token, '/v1/machines/accounts');
      expect(await refusedAs('ci-staging')).toEqual([
        expect.objectContaining({
          ...{ kind: 'refusal', action: 'view', reason: 'not-allowed' },
          actor: expect.objectContaining({
            ...{ name: 'ci-robot@example.com', subject: 'ci-staging', admin: true, through: 'machine' },
          }),
          sentence: expect.stringContaining('the token of ci-staging lacks the scope infrastructure:read'),
        }),
      ]);
    });

    it('is written down by the subject alone where no service account stands for it, or no tenant', async () => {
      await world.as('unlisted', '/v1/machines/plan', plan);
      await world.as('placeless', '/v1/machines/audit');
      const [unlisted] = (await refusedAs('unlisted')).filter(({ action }) => action === 'start');
      const [placeless] = (await refusedAs('placeless')).filter(({ action }) => action === 'administer');
      expect([unlisted?.actor, placeless?.actor]).toEqual(
        ['unlisted', 'placeless'].map((subject) => ({ name: subject, subject, through: 'machine' })),
      );
      expect(placeless?.sentence).toContain('names no tenant');
    });

    it('is nobody, and not written down, with a token that is not good', async () => {
      const before = await world.listeners.store.audit.heads();
      await world.with(await world.issuer.signed({ sub: 'forged', aud: 'elsewhere' }), '/v1/machines/accounts');
      expect([await world.listeners.store.audit.heads(), await refusedAs('forged')]).toEqual([before, []]);
    });
  });

  it('is told what is wrong with what it asks of the audit', async () => {
    const answer = await world.as('ci', '/v1/machines/audit?after=yesterday&to=soon&application=shop');
    expect([answer.status, messageOf(answer)]).toEqual([
      400,
      expect.stringMatching(/application is not known; here stand after, from, to; to must be .*; after must be/),
    ]);
  });

  it('follows deployments on accounts of its tenant', async () => {
    const { body } = await world.as('ci', '/v1/machines/deployments?application=shop');
    const ids = listAt(body, 'deployments').map((one) => textAt(one, 'id'));
    expect(ids.sort()).toEqual([idOn('prod'), idOn('prod-eu')].sort());
    const one = await world.as('ci', `/v1/machines/deployments/${idOn('prod')}`);
    expect([one.status, one.body]).toEqual([200, expect.objectContaining({ id: idOn('prod'), account: 'prod' })]);
  });

  it('may no more than its service account in Spinnaker', async () => {
    const list = await world.as('powerless', '/v1/machines/deployments?application=shop');
    expect([list.status, messageOf(list)]).toEqual([
      403,
      expect.stringContaining('powerless-robot@example.com lacks READ on application shop'),
    ]);
    expect((await world.as('powerless', `/v1/machines/deployments/${idOn('prod')}`)).status).toBe(404);
    const planned = await world.as('powerless', '/v1/machines/plan', plan);
    expect([planned.status, planned.body['error']]).toEqual([403, 'not-allowed']);
  });

  it.each([
    ['/v1/machines/deployments', 400],
    ['/v1/machines/deployments/..%2F', 404],
    ['/v1/machines/nothing', 404],
  ])('is told by %s what is wrong: %d', async (path, status) => {
    expect((await world.as('ci', path)).status).toBe(status);
  });

  it('is told what is wrong with the body of a plan', async () => {
    for (const body of [{ application: 'shop' }, { application: 'shop', deployment: {}, account: 'prod' }])
      expect((await world.as('ci', '/v1/machines/plan', { method: 'POST', body })).status).toBe(400);
    const unfinished = { method: 'POST', body: { application: 'shop', deployment: {} } } as const;
    expect((await world.as('ci', '/v1/machines/plan', unfinished)).status).toBe(200);
  });
});
