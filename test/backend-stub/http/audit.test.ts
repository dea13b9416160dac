import type { AuditEntry } from '../../../backend-stub/contract/audit.ts';
import { listAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { foldedFor } from '../../../backend-stub/audit/repeats.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { aRunningStage } from './executions.ts';
import { bearer, patience, startListeners } from './listeners.ts';
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

const decide = (user: string, deployment = id): Promise<Answer> =>
  listeners.as(user, `/v1/deployments/${deployment}/decisions`, { method: 'POST', body: { action: 'approve', seen } });
const audit = (user: string, query: string): Promise<Answer> => listeners.as(user, `/v1/audit?${query}`);
const refusals = async (application = 'shop'): Promise<readonly AuditEntry[]> =>
  (await listeners.store.audit.page({ application, kind: 'refusal' })).records;

describe('a start', () => {
  it('is written down with who the stage runs as, by Fiat', async () => {
    const answer = await audit(reader, `application=Shop&deployment=${id}`);
    expect([answer.status, listAt(answer.body, 'records')]).toEqual([
      200,
      [
        expect.objectContaining({
          ...{ kind: 'command', action: 'start', application: 'shop', account: 'prod', deployment: id, sequence: 1 },
          actor: { name: alice, roles: ['dev'], through: 'orca' },
        }),
      ],
    ]);
  });
});

describe('a refusal', () => {
  it('of somebody who may not is written down at once: who, with which roles, what and why', async () => {
    expect((await decide(reader)).status).toBe(403);
    expect((await refusals())[0]).toMatchObject({
      ...{ action: 'approve', reason: 'not-allowed', deployment: id, application: 'shop', account: 'prod', step: 1 },
      ...{ actor: { name: reader, roles: ['dev'], through: 'gate' }, seen },
      sentence: expect.stringMatching(/^Approving on application shop and account prod was refused: /),
    });
  });

  it('that hides a deployment is written down for those who may see it', async () => {
    expect((await listeners.as(stranger, `/v1/deployments/${id}`)).status).toBe(404);
    expect((await refusals())[0]).toMatchObject({
      ...{ action: 'view', reason: 'not-found', deployment: id, application: 'shop', actor: { name: stranger } },
    });
  });

  it('that is repeated within a minute is one record more, with how often, when the minute is over', async () => {
    const before = (await refusals()).length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => audit(stranger, 'application=shop')));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect((await refusals()).length).toBe(before + 1);
    listeners.clock.move(foldedFor);
    await listeners.refusals.writeRepeats();
    expect((await refusals()).slice(0, 2)).toMatchObject([
      { action: 'view', reason: 'not-allowed', actor: { name: stranger }, times: 4 },
      { action: 'view', reason: 'not-allowed', actor: { name: stranger } },
    ]);
  });

  it('of a caller who is nobody is none of the audit', async () => {
    const before = await listeners.store.audit.heads();
    expect((await listeners.as('', '/v1/audit?application=shop')).status).toBe(401);
    expect((await listeners.as('anonymous', '/v1/audit?application=shop')).status).toBe(401);
    expect((await listeners.post(aRunningStage(), { headers: { Authorization: 'Bearer wrong' } })).status).toBe(401);
    expect(await listeners.store.audit.heads()).toEqual(before);
  });

  it("is Orca's as long as Orca's own record has not said as whom the stage runs", async () => {
    const running = aRunningStage();
    expect((await listeners.post(running, { headers: { ...bearer(), 'X-Spin-Run-As': 'root' } })).status).toBe(404);
    expect((await refusals())[0]).toMatchObject({
      ...{ action: 'start', reason: 'not-found', actor: { name: 'Orca', through: 'orca' } },
      ...{ execution: running.id, stage: running.stageId },
    });
    listeners.show({ ...running, user: reader });
    expect((await listeners.post({ ...running, user: reader })).status).toBe(403);
    expect((await refusals())[0]).toMatchObject({
      ...{ action: 'start', reason: 'not-allowed', account: 'prod' },
      actor: { name: reader, roles: ['dev'], through: 'orca' },
    });
  });
});

describe('two hundred people who decide at once, of whom one in three may not', () => {
  it(
    'bring about exactly what they may, and all of it is written down',
    async () => {
      const records = Array.from({ length: 200 }, () => aDeployment({ application: 'shop', phase: 'adopting' }));
      for (const record of records) await listeners.store.create(record, []);
      // Whoever decided waits a little for what comes of it; nothing does here.
      const passing = setInterval(() => listeners.clock.move(10_000), 20);
      const users = records.map((_record, index) => (index % 3 === 0 ? reader : alice));
      const answers = await Promise.all(
        records.map(({ id: deployment }, index) =>
          listeners.as(users[index] ?? '', `/v1/deployments/${deployment}/decisions`, {
            method: 'POST',
            body: { action: 'abort', seen: [] },
          }),
        ),
      );
      clearInterval(passing);
      expect(answers.map(({ status }) => status)).toEqual(users.map((user) => (user === reader ? 403 : 200)));
      const ids = new Set(records.map((record) => record.id));
      const written = (await listeners.store.audit.page({ application: 'shop', action: 'abort', limit: 500 })).records;
      const told = written.filter(({ deployment = '' }) => ids.has(deployment));
      const expected = records.map((record, index) =>
        users[index] === reader ? `${record.id} refusal not-allowed ${reader}` : `${record.id} decision ${alice}`,
      );
      const lines = told.map(({ deployment, kind, reason, actor: { name } }) =>
        [deployment, kind, ...(reason === undefined ? [] : [reason]), name].join(' '),
      );
      expect(lines.sort()).toEqual(expected.sort());
    },
    patience,
  );
});

describe('the audit of an application', () => {
  it('is shown to who may read it, and to nobody else', async () => {
    expect((await audit('admin@example.com', 'application=shop')).status).toBe(200);
    const answer = await audit(stranger, 'application=shop');
    expect([answer.status, messageOf(answer)]).toEqual([
      403,
      expect.stringMatching(/^Viewing deployments on application shop was refused: .* lacks READ/),
    ]);
  });

  it('is told page by page', async () => {
    const first = await audit(alice, 'application=shop&limit=1');
    const next = String(first.body['next']);
    const second = await audit(alice, `application=shop&limit=1&before=${next}`);
    expect(listAt(second.body, 'records')).toHaveLength(1);
    expect(listAt(second.body, 'records')).not.toEqual(listAt(first.body, 'records'));
  });

  it.each([
    ['application=', 'application must be given'],
    ['application=shop&user=me', 'user is not known; here stand application, deployment, actor, kind,'],
    ['application=shop&application=cart', 'application must be given once'],
    ['application=shop&kind=gossip', 'kind must be one of command, decision, outcome, refusal'],
    ['application=shop&action=poll', 'action must be one of start, view,'],
    ['application=shop&limit=501', 'limit must be a whole number from 1 to 500'],
    ['application=shop&from=yesterday', 'from must be a moment by ISO 8601'],
    ['application=shop&to=2026-02-31T99:00:00Z', 'to must be a moment by ISO 8601'],
    ['application=shop&actor=%00', 'actor is no such text'],
  ])('refuses %s by name', async (query, why) => {
    const answer = await audit(alice, query);
    expect([answer.status, messageOf(answer)]).toEqual([400, expect.stringContaining(why)]);
  });
});

describe('a refusal that can not be written down', () => {
  it('is still a refusal, and is counted', async () => {
    const { audit: ledger } = listeners.store;
    const write = ledger.write.bind(ledger);
    ledger.write = () => Promise.reject(new Error('The database is full.'));
    try {
      expect((await decide('executor@example.com')).status).toBe(403);
    } finally {
      ledger.write = write;
    }
    expect(await listeners.metrics.text()).toContain('gennaker_audit_failures_total 1');
  });
});
