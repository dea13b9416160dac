import { randomUUID } from 'node:crypto';
import { array, asyncProperty, assert, constantFrom, oneof, record, string } from 'fast-check';
import { machineRoutes, machineScopes } from '../../../backend-stub/access/machine-scopes.ts';
import type { MachineRoute } from '../../../backend-stub/access/machine-scopes.ts';
import { listAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { configuration, deploymentManifest } from './executions.ts';
import { patience } from './listeners.ts';
import { MachineWorld, machineAccounts } from './machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await MachineWorld.start();
}, patience);
afterAll(() => world.close());

const tenantNames = machineAccounts.map(({ tenant = 'default' }) => tenant);
const named = constantFrom(...tenantNames);
/** Of the tenants that there are, and of what looks like them to somebody who compares carelessly. */
const tenants = oneof(
  named,
  named.map((tenant) => tenant.toUpperCase()),
  named.map((tenant) => tenant.split('/')[0] ?? ''),
  named.map((tenant) => `${tenant}/`),
  named.map((tenant) => ` ${tenant}`),
  named.map((tenant) => `${tenant}\n`),
  constantFrom('*', '%', 'acme/%', '', 'undefined', 'null', 'default'),
  array(named, { maxLength: 3 }),
  string(),
);
const names = [...machineAccounts.map(({ name }) => name), 'no-such-account', 'PROD', 'prod ', '__proto__'];
const calls = record({ tenant: tenants, account: constantFrom(...names), subject: constantFrom('ci', 'ci-staging') });

interface Asked {
  readonly own: readonly string[];
  readonly account: string;
  readonly send: (path: string, body?: unknown) => Promise<Answer>;
}

/** What must hold on each route, whichever account is asked about. A route without an entry does not compile. */
const holds: Readonly<Record<MachineRoute, (asked: Asked) => Promise<void>>> = {
  async 'GET /v1/machines/accounts'({ own, send }) {
    const { body } = await send('/v1/machines/accounts');
    expect(listAt(body, 'accounts').map((account) => textAt(account, 'name'))).toEqual(own);
  },
  async 'GET /v1/machines/deployments'({ own, send }) {
    const { body } = await send('/v1/machines/deployments?application=shop');
    expect(
      listAt(body, 'deployments')
        .map((one) => textAt(one, 'account'))
        .sort(),
    ).toEqual([...own].sort());
  },
  async 'GET /v1/machines/deployments/:id'({ own, account, send }) {
    const id = world.deployments.get(account) ?? 'no-such-deployment';
    const answer = await send(`/v1/machines/deployments/${id}`);
    if (own.includes(account)) expect([answer.status, answer.body['account']]).toEqual([200, account]);
    else expect([answer.status, messageOf(answer).replace(id, 'ID')]).toEqual([404, await ofNothing(send)]);
  },
  async 'POST /v1/machines/deployments'({ own, account, send }) {
    const key = randomUUID();
    const manifest = { source: 'text', text: deploymentManifest(`web-${key}`), expressions: 'literal' };
    const deployment = configuration({ targets: [{ account }], manifest });
    const answer = await send('/v1/machines/deployments', { application: 'cart', deployment, idempotencyKey: key });
    if (own.includes(account)) expect([answer.status, answer.body['account']]).toEqual([202, account]);
    else
      expect([answer.status, messageOf(answer)]).toEqual([
        400,
        expect.stringContaining(`it knows ${own.join(', ') || 'none'}.`),
      ]);
  },
  async 'POST /v1/machines/deployments/:id/cancel'({ own, account, send }) {
    const id = world.started.get(account) ?? 'no-such-deployment';
    const answer = await send(`/v1/machines/deployments/${id}/cancel`, {});
    if (own.includes(account)) expect([answer.status, answer.body['result']]).toEqual([200, 'canceled']);
    else {
      const ofNone = messageOf(await send('/v1/machines/deployments/nothing/cancel', {})).replace('nothing', 'ID');
      expect([answer.status, messageOf(answer).replace(id, 'ID')]).toEqual([404, ofNone]);
    }
  },
  async 'POST /v1/machines/plan'({ own, account, send }) {
    const deployment = configuration({ targets: [{ account }] });
    const answer = await send('/v1/machines/plan', { application: 'shop', deployment });
    if (own.includes(account)) expect(messageOf(answer)).toContain(`Cluster ${account} cannot be used`);
    else expect([answer.status, firstProblem(answer)]).toEqual([200, `the service knows no account ${account}.`]);
  },
  async 'GET /v1/machines/audit'({ own, send }) {
    const { text } = await send('/v1/machines/audit');
    const lines = text.split('\n').filter((line) => line !== '');
    // Also that somebody of another tenant asked for one of its deployments, and was told that there is none.
    const told = new Set(lines.map((line) => textAt(JSON.parse(line), 'account')));
    expect([...told].sort()).toEqual([...own].sort());
  },
};

async function ofNothing(send: Asked['send']): Promise<string> {
  return messageOf(await send('/v1/machines/deployments/nothing')).replace('nothing', 'ID');
}

function firstProblem({ body }: Answer): string | undefined {
  return textAt(listAt(body, 'problems')[0], 'sentence');
}

describe.each(Object.keys(machineRoutes) as readonly MachineRoute[])('%s', (route) => {
  it(
    'shows a machine nothing of another tenant, and touches no cluster of it, whatever its token says',
    async () => {
      await assert(
        asyncProperty(calls, async ({ tenant, account, subject }) => {
          const token = await world.issuer.signed({
            sub: subject,
            tenant,
            scope: machineScopes.join(' '),
          });
          const own = machineAccounts.filter((one) => (one.tenant ?? 'default') === tenant).map(({ name }) => name);
          world.touched.length = 0;
          const said: string[] = [];
          const send: Asked['send'] = async (path, body) => {
            const headers = { 'X-SPINNAKER-USER': 'admin@example.com', 'X-Tenant': 'other/production' };
            const how = body === undefined ? { headers } : { headers, method: 'POST' as const, body };
            const answer = await world.with(token, path, how);
            said.push(answer.text);
            return answer;
          };
          if (typeof tenant === 'string' && tenant.trim() !== '') await holds[route]({ own, account, send });
          else expect((await send('/v1/machines/accounts')).status).toBe(403);
          expect(world.touched.filter((touched) => !own.includes(touched))).toEqual([]);
          const foreign = [...world.deployments].filter(([name]) => !own.includes(name) && name !== account);
          for (const [name, id] of foreign) {
            expect(said.join()).not.toContain(`"${name}"`);
            expect(said.join()).not.toContain(`"${id}"`);
          }
        }),
        { numRuns: 150 },
      );
    },
    patience,
  );
});
