import { randomUUID } from 'node:crypto';
import { listAt, recordAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { messageOf } from './caller.ts';
import type { Answer } from './caller.ts';
import { configuration, deploymentManifest } from './executions.ts';
import { fiatView } from '../../spinnaker/fiat.ts';
import { aDeployment, aMachineDeployment, ended } from '../store/a-deployment.ts';
import { patience } from './listeners.ts';
import { MachineWorld } from './machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await MachineWorld.start();
}, patience);
afterAll(() => world.close());

interface Start {
  readonly name?: string;
  readonly key?: string;
  readonly account?: string;
  readonly application?: string;
}

/** Of a workload and under a key of its own, unless something else is said. */
function start(client: string, { name = `web-${randomUUID()}`, key = randomUUID(), ...rest }: Start = {}) {
  const { account = 'prod', application = 'shop' } = rest;
  const manifest = { source: 'text', text: deploymentManifest(name), expressions: 'literal' };
  const deployment = configuration({ targets: [{ account }], manifest });
  const body = { application, deployment, idempotencyKey: key };
  return world.as(client, '/v1/machines/deployments', { method: 'POST', body });
}

const idOf = ({ body }: Answer): string => String(body['id']);
const cancel = (client: string, id: string) =>
  world.as(client, `/v1/machines/deployments/${id}/cancel`, { method: 'POST', body: {} });
const open = async (): Promise<number> => (await world.listeners.store.claim('counting', 1, 1000)).length;

describe('a machine that starts a deployment', () => {
  it('gets its report, which people and machines who may see its application find in their lists', async () => {
    const started = await start('ci');
    const report = {
      ...{ startedBy: 'machine', machine: 'ci', requester: 'ci-robot@example.com' },
      ...{ application: 'shop', account: 'prod', phase: 'accepted' },
    };
    expect([started.status, started.body]).toEqual([202, expect.objectContaining(report)]);
    for (const absent of ['executionId', 'stageId', 'attempt', 'orca']) expect(started.body).not.toHaveProperty(absent);
    const lists = [
      await world.as('ci', '/v1/machines/deployments?application=shop'),
      await world.listeners.as('alice@example.com', '/v1/deployments?application=shop'),
    ];
    for (const { body } of lists) {
      const found = listAt(body, 'deployments').find((one) => recordAt(one)['id'] === idOf(started));
      expect(found).toMatchObject(report);
    }
  });

  it('is written down with its service account, its subject and its application', async () => {
    const { body } = await start('ci', { application: 'Written' });
    const { records } = await world.listeners.store.audit.page({ application: 'written' });
    expect(records).toMatchObject([
      {
        ...{ kind: 'command', action: 'start', deployment: body['id'], tenant: 'acme/production' },
        actor: { name: 'ci-robot@example.com', admin: true, through: 'machine' },
        sentence: 'Accepted from machine ci; 1 object will be applied to prod.',
      },
    ]);
  });

  it('finds it again under the same key, and starts nothing, alone and when repeats come together', async () => {
    const same = { name: 'again', key: 'build-1' };
    const first = await start('ci', same);
    const before = await open();
    const repeats = await Promise.all(Array.from({ length: 8 }, () => start('ci', same)));
    expect(new Set(repeats.map((one) => `${one.status} ${idOf(one)}`))).toEqual(new Set([`202 ${idOf(first)}`]));
    const together = { name: 'together', key: 'build-2' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => start('ci', together)));
    expect([new Set(answers.map(idOf)).size, await open()]).toEqual([1, before + 1]);
  });

  it('is refused where the key stands for something else', async () => {
    const first = await start('ci', { key: 'build-3' });
    const other = await start('ci', { key: 'build-3' });
    expect([other.status, messageOf(other)]).toEqual([
      400,
      `Starting a deployment on key build-3 was refused: deployment ${idOf(first)} was started under it, and for something else. Choose a new key for what is new, and repeat a call with the same body.`,
    ]);
  });

  it('does not meet the keys of another machine', async () => {
    const first = await start('ci', { key: 'build-4' });
    const other = await start('ci-staging', { key: 'build-4', account: 'staging' });
    expect([first.status, other.status, idOf(first) === idOf(other)]).toEqual([202, 202, false]);
  });

  it('needs what a pipeline would need, of its service account, and a refusal is written down in its tenant', async () => {
    const denied = await start('powerless', { application: 'denied' });
    expect([denied.status, messageOf(denied)]).toEqual([
      403,
      expect.stringMatching(
        /powerless-robot@example\.com lacks EXECUTE on application denied, and WRITE on account prod/,
      ),
    ]);
    const { records } = await world.listeners.store.audit.page({ application: 'denied' });
    expect(records).toMatchObject([
      { kind: 'refusal', action: 'start', account: 'prod', tenant: 'acme/production', reason: 'not-allowed' },
    ]);
  });

  it('may find under its key no more than it may see', async () => {
    const powerless = 'powerless-robot@example.com';
    const applications = [{ name: 'shop', authorizations: ['READ', 'EXECUTE'] }];
    const accounts = [{ name: 'prod', authorizations: ['WRITE'] }];
    world.listeners.fiat.set(powerless, fiatView(powerless, { applications, accounts }));
    const same = { name: 'unseen', key: 'build-5' };
    const first = await start('powerless', same);
    world.listeners.fiat.set(powerless, fiatView(powerless));
    const repeat = await start('powerless', same);
    expect([first.status, repeat.status, messageOf(repeat)]).toEqual([
      202,
      404,
      expect.stringContaining('there is no such deployment, or you have no READ on its application'),
    ]);
  });

  it('is refused a workload that is being rolled out, and told whose it is and where it is decided about', async () => {
    const holder = await start('ci', { name: 'contended' });
    const other = await start('ci', { name: 'contended' });
    expect([other.status, messageOf(other)]).toEqual([
      409,
      expect.stringContaining(
        `deployment ${idOf(holder)} of machine ci (application shop, started by ci-robot@example.com) is still rolling it out. Wait for it, or decide about it first: approve, promote fully or abort it through Gate`,
      ),
    ]);
  });

  it('is told every problem of its configuration, and what is wrong with its key', async () => {
    const body = { application: 'shop', deployment: { targets: [], onCancel: 'ponder' }, idempotencyKey: 'k' };
    const post = (changes: object) =>
      world.as('ci', '/v1/machines/deployments', { method: 'POST', body: { ...body, ...changes } });
    const wrong = await post({});
    expect([wrong.status, messageOf(wrong)]).toEqual([
      400,
      expect.stringMatching(
        /deployment\.targets.*deployment\.manifest.*deployment\.onCancel.*Ask for it again, corrected/,
      ),
    ]);
    for (const idempotencyKey of ['', 'a b', 'k'.repeat(201), undefined])
      expect((await post({ idempotencyKey })).status).toBe(400);
  });
});

describe('a machine that cancels a deployment', () => {
  it('ends what a machine started, once, and is written down with its subject', async () => {
    const id = idOf(await start('ci'));
    const sentence = 'The deployment was canceled by machine ci, as ci-robot@example.com.';
    for (const answer of [await cancel('ci', id), await cancel('ci', id)])
      expect([answer.status, answer.body]).toEqual([200, { result: 'canceled', sentence }]);
    expect(await world.listeners.store.decisions(id)).toMatchObject([{ action: 'cancel', comment: sentence }]);
    const { records } = await world.listeners.store.audit.page({ application: 'shop', deployment: id });
    expect(records[0]).toMatchObject({
      ...{ kind: 'decision', action: 'cancel' },
      actor: { name: 'ci-robot@example.com', through: 'machine' },
    });
  });

  it('has nothing to do with one that has ended', async () => {
    const record = aMachineDeployment({ account: 'prod' });
    await world.listeners.store.create(record, []);
    await world.listeners.store.end(ended(record));
    expect((await cancel('ci', record.id)).body).toEqual({
      result: 'nothing-to-do',
      sentence: `Deployment ${record.id} has ended already.`,
    });
  });

  it('is sent to Spinnaker with one of a pipeline, which waits for it', async () => {
    const record = aDeployment({ account: 'prod' });
    await world.listeners.store.create(record, []);
    const answer = await cancel('ci', record.id);
    expect([answer.status, messageOf(answer)]).toEqual([
      409,
      `Canceling on deployment ${record.id} was refused: a stage of a pipeline started it, and Orca waits for that. Cancel execution ${record.origin.stage.executionId} in Spinnaker.`,
    ]);
    expect(await world.listeners.store.decisions(record.id)).toEqual([]);
  });

  it('needs EXECUTE and WRITE as its service account, and is told of nothing that it may not see', async () => {
    const powerless = 'powerless-robot@example.com';
    const id = world.started.get('prod') ?? 'none';
    expect((await cancel('powerless', id)).status).toBe(404);
    const applications = [{ name: 'cart', authorizations: ['READ'] }];
    world.listeners.fiat.set(powerless, fiatView(powerless, { applications }));
    const denied = await cancel('powerless', id);
    world.listeners.fiat.set(powerless, fiatView(powerless));
    expect([denied.status, messageOf(denied)]).toEqual([
      403,
      expect.stringMatching(/lacks EXECUTE on application cart.*WRITE on account prod/),
    ]);
    expect(await world.listeners.store.decisions(id)).toEqual([]);
  });
});
