import { setTimeout as pause } from 'node:timers/promises';
import type { Execution } from '../../../backend-stub/deployment/execution.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { cancelDeployment } from '../../../backend-stub/reconcile/cancel.ts';
import { leftToOthers } from '../../../backend-stub/reconcile/hand-overs.ts';
import { LiveRollouts } from '../../../backend-stub/reconcile/live-rollouts.ts';
import { Loop } from '../../../backend-stub/reconcile/loop.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { viewDeployment } from '../../../backend-stub/reconcile/view-details.ts';
import { aDeployment, anObject, aSecret, ended, rollout } from '../store/a-deployment.ts';
import type { StageChanges, StageDeployment } from '../store/a-deployment.ts';
import { anOrcaStage } from './orca-stage.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { servicesAround } from './services-around.ts';
import { Databases } from '../../stage/databases.ts';
import type { Database } from '../../stage/databases.ts';

const patience = 60_000;
const ignore = (): void => undefined;
const times = { leaseMilliseconds: patience, tickMilliseconds: 20, silenceMilliseconds: patience };
const reference = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' };
const applied = [{ reference, uid: 'uid', generation: 1 }];

/** Kept by a service that had a key, and led by one that has none, on a clock that is moved by hand. */
describe('a deployment whose Secret data can not be opened any more', () => {
  let databases: Databases;
  let database: Database;
  let before: Store;
  let store: Store;
  let loop: Loop;
  let clock: HandClock;
  let left = 0;
  let services: Services;
  let record: StageDeployment;
  let execution: Execution;

  beforeAll(async () => {
    databases = await Databases.start();
    database = await databases.create();
    before = await database.open(new Uint8Array(32).fill(7));
    store = await database.open();
  }, patience);
  afterAll(async () => {
    await Promise.all([store.close(), before.close()]);
    await databases.close();
  });
  afterEach(() => loop.stop());

  async function lead(changes: StageChanges): Promise<void> {
    const objects = [aSecret('login', { data: { password: 'aHVudGVyMg==' } }), anObject()];
    record = aDeployment({ plan: { objects, warnings: [], hash: 'h' }, ...changes });
    const { executionId: id, stageId } = record.origin.stage;
    const stage = { ...anOrcaStage, id: stageId };
    execution = { id, application: 'shop', status: 'RUNNING', canceled: false, triggeredBy: [], stages: [stage] };
    await before.create(record, [rollout(record.id)]);
    [clock, left] = [new HandClock(), 0];
    services = servicesAround({
      store,
      executions: { read: async () => ({ kind: 'found', execution }) },
      clock,
      log: {
        info: ignore,
        error: ignore,
        warn: (_fields, event) => void (left += Number(event.includes('is left to'))),
      },
      wake: (one) => loop.wake(one),
    });
    loop = new Loop(services, times);
    loop.start();
    await handedOver();
    clock.move(leftToOthers);
    while (loop.heldUp.length === 0) await pause(5);
  }
  /** Once more than before. */
  const handedOver = async (): Promise<void> => {
    while (left === 0 || loop.held > 0) await pause(5);
    left = 0;
  };
  /** Long enough for any other replica, had it the key. */
  const leftInVain = async (): Promise<void> => {
    await handedOver();
    clock.move(leftToOthers);
    loop.wake(record.id);
  };
  const toldEnd = async (): Promise<string> => {
    for (;;) {
      const { outcome, summary } = (await store.readSealed(record.id)) ?? record;
      if (outcome !== undefined) return `${outcome}: ${summary}`;
      await pause(5);
    }
  };
  const cannotBeRead =
    'What is stored of its manifests can not be read: Secret login in shop holds data that is never stored in clear, and this service has no sealing key.';

  it('is ended when its pipeline is canceled: what is on the cluster is left, and that is said', async () => {
    await lead({ phase: 'waiting', applied });
    execution = { ...execution, status: 'CANCELED', canceled: true, canceledBy: 'alice@example.com' };
    expect((await cancelDeployment(services, record.origin.stage)).kind).toBe('canceled');
    await leftInVain();
    expect(await toldEnd()).toBe(
      `canceled: The execution was canceled by alice@example.com. ${cannotBeRead} Left as it is, although the stage says: on cancel, abort: Rollout web in shop.`,
    );
    expect(await store.decisions(record.id)).toMatchObject([{ action: 'cancel', state: 'done' }]);
    const next = aDeployment();
    expect(await store.create(next, [rollout(record.id)])).toEqual({ kind: 'created' });
    await store.end(ended(next));
  });

  it('is ended when its stage has ended for another reason, and says that nothing was applied', async () => {
    await lead({ phase: 'accepted' });
    const stages = execution.stages.map((stage) => ({ ...stage, status: 'TERMINAL' }));
    execution = { ...execution, status: 'TERMINAL', stages };
    await cancelDeployment(services, record.origin.stage);
    await leftInVain();
    expect(await toldEnd()).toMatch(/^failed: The stage ended in Spinnaker .* Nothing was applied\.$/);
  });

  it('is left to a replica that has the key, which does what the stage says', async () => {
    await lead({ phase: 'accepted' });
    execution = { ...execution, status: 'CANCELED', canceled: true, canceledBy: 'alice@example.com' };
    await cancelDeployment(services, record.origin.stage);
    await handedOver();
    const settings = { ...services.settings, replica: 'replica-2' };
    const other = new Loop({ ...services, store: before, settings }, times);
    other.start();
    while ((await store.readSealed(record.id))?.outcome === undefined) await pause(5);
    await other.stop();
    expect((await store.readSealed(record.id))?.summary).toBe(
      'The execution was canceled by alice@example.com. Nothing was applied.',
    );
  });

  it('is ended at once when it was damaged, since no key opens it', async () => {
    await lead({ phase: 'accepted' });
    await database.execute(`update deployments set plan = replace(plan::text, '"name":"login"', '"name":"other"')::json
      where id = '${record.id}'`);
    await loop.stop();
    services = { ...services, store: before };
    loop = new Loop(services, times);
    loop.start();
    while (loop.heldUp.length === 0) await pause(5);
    execution = { ...execution, status: 'CANCELED', canceled: true };
    await cancelDeployment(services, record.origin.stage);
    expect(await toldEnd()).toMatch(/^canceled: .* was changed since it was written/);
  });

  it('is left open while its stage runs, since the key may come back, and people see how it stands', async () => {
    await lead({ phase: 'waiting', applied });
    expect((await cancelDeployment(services, record.origin.stage)).kind).toBe('nothing-to-do');
    loop.wake(record.id);
    await pause(100);
    expect(loop.heldUp).toEqual(['unknown']);
    const view = await viewDeployment(services, new LiveRollouts(services), { user: 'alice', id: record.id });
    expect(view).toMatchObject({ kind: 'found', deployment: { id: record.id, summary: record.summary } });
    expect(await before.read(record.id)).toEqual(record);
    await store.end(ended(record));
  });
});
