import { ClusterConflict, ClusterUnreachable, KindUnknown } from '../../../backend-stub/control-plane/errors.ts';
import { textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { DecisionRecord, DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { ControlPlane, Settlement, Store } from '../../../backend-stub/ports.ts';
import { advance } from '../../../backend-stub/reconcile/advance.ts';
import type { Save } from '../../../backend-stub/reconcile/advance.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { Stopwatch } from '../../../backend-stub/reconcile/stopwatch.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { appliedOf, boundTo, first, recorded, second, steps } from '../deployment/situations.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const waiting = recorded('waiting-at-approval');
const asked = recorded('promote-in-flight');
const succeeded = recorded('succeeded');
const later = recorded('waiting-timed-pause');
const blocked = recorded('invalid-spec');

/** Of the waiting one, whatever the recording it comes from. */
function sameObject({ rollout }: { readonly rollout?: KubernetesObject }): KubernetesObject {
  if (rollout === undefined) throw new Error('The recording has no Rollout.');
  return { ...rollout, metadata: { ...rollout.metadata, uid: waiting.applied.uid } };
}

const approval: DecisionRecord = {
  id: 'approval',
  deploymentId: 'd',
  action: 'approve',
  by: 'alice@example.com',
  seen: [{ rollout: appliedOf(waiting).reference.name, podHash: second, stepIndex: 1 }],
  at: new HandClock().now(),
  state: 'accepted',
};

const unknown = new KindUnknown('prod', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' });

/** Looks at one deployment as a worker does: the cluster is what a test says it is. */
describe('advancing a deployment', () => {
  let store: Store;
  let clock: HandClock;
  let stopwatch: Stopwatch;
  let record: DeploymentRecord;
  let decisions: readonly DecisionRecord[];
  let settled: Settlement[];
  /** How many decisions were settled by each. */
  let saves: number[];
  /** What a read tells, and what the watch shows. */
  let cluster: {
    read: KubernetesObject;
    watched: KubernetesObject;
    reads: number;
    patches: number;
    /** So many patches meet somebody else's write. */
    conflicts: number;
    trouble: Error | undefined;
  };

  beforeAll(async () => {
    store = await openEmptyStore();
  }, 60_000);
  afterAll(() => store.close());
  beforeEach(() => {
    clock = new HandClock();
    stopwatch = new Stopwatch(clock);
    settled = [];
    saves = [];
    decisions = [];
    const now = sameObject(waiting);
    cluster = { read: now, watched: now, reads: 0, patches: 0, conflicts: 0, trouble: undefined };
    record = aDeployment({
      id: 'd',
      phase: 'waiting',
      phaseSince: clock.now(),
      policy: { steps, onFailure: 'keep', onCancel: 'keep', onStall: 'wait' },
      applied: [appliedOf(waiting)],
      bindings: [boundTo(waiting, second, first)],
    });
  });

  const controlPlane = (): ControlPlane => ({
    ...absentCluster([]),
    list: async () => [],
    read: async () => {
      cluster.reads += 1;
      if (cluster.trouble !== undefined) throw cluster.trouble;
      return cluster.read;
    },
    patch: async (_account, _reference, { body }) => {
      cluster.patches += 1;
      const isOutdated = textAt(body, 'metadata', 'resourceVersion') !== cluster.read.metadata.resourceVersion;
      if (isOutdated || cluster.patches <= cluster.conflicts) throw new ClusterConflict('prod', 'Rollout web');
      return cluster.read;
    },
    observe: () =>
      cluster.trouble === undefined
        ? { kind: 'present', object: cluster.watched }
        : { kind: 'unknown', why: 'The watch is broken.' },
  });
  const services = (): Services => servicesAround({ controlPlane: controlPlane(), store, clock });
  async function look(): Promise<DeploymentRecord> {
    const save: Save = async (changed, { settled: settlements = [] } = {}) => {
      saves.push(settlements.length);
      settled.push(...settlements);
      const done = new Set(settlements.map(({ id }) => id));
      decisions = decisions.map((one) => (done.has(one.id) ? { ...one, state: 'done' as const } : one));
      return changed;
    };
    ({ record } = await advance(services(), { record, decisions, stopwatch, quiet: true }, save));
    return record;
  }

  it('settles an approval before the end that it brought about, however quickly that came', async () => {
    decisions = [approval];
    cluster.watched = sameObject(succeeded);
    expect((await look()).outcome).toBeUndefined();
    cluster.read = sameObject(succeeded);
    expect((await look()).outcome).toBe('succeeded');
    expect(settled).toMatchObject([{ id: 'approval', state: 'done' }]);
    expect(record.events.map(({ sentence }) => sentence)).toContain('Approving by alice@example.com.');
    expect(cluster.patches).toBe(1);
  });

  it.each([3_600_000, -3_600_000])(
    'gives the controller its time to act on an approval, when the clock jumps by %d ms',
    async (jump) => {
      decisions = [approval];
      await look();
      clock.jump(jump);
      clock.move(59_000);
      await look();
      expect(settled).toEqual([]);
      clock.move(1_000);
      await look();
      expect(settled).toMatchObject([{ id: 'approval', state: 'failed' }]);
    },
  );

  it('is quicker in the end than somebody who writes the same object all the time, within one look', async () => {
    decisions = [approval];
    cluster.conflicts = 4;
    expect((await look()).summary).not.toContain('tried again');
    expect(cluster.patches).toBe(5);
    [cluster.conflicts, cluster.patches] = [100, 0];
    expect((await look()).outcome).toBeUndefined();
    expect(cluster.patches).toBe(5);
  });

  it('waits for a controller that does not act on what the cluster has, says so once, and settles it when it acts', async () => {
    decisions = [approval];
    await look();
    cluster.watched = sameObject(asked);
    await look();
    clock.move(600_000);
    await look();
    await look();
    expect([settled, cluster.patches]).toEqual([[], 1]);
    const told = record.events.filter(({ sentence }) => sentence.includes('waits for Argo Rollouts'));
    expect(told.map(({ sentence }) => sentence)).toEqual([
      'Approving by alice@example.com waits for Argo Rollouts, which has not acted on it for 60 s. The cluster has it, and it takes effect as soon as the controller does act. Is that running?',
    ]);
    cluster.watched = sameObject(succeeded);
    await look();
    expect(settled).toMatchObject([{ id: 'approval', state: 'done' }]);
  });

  it('patches what the watch shows as it was approved, and sees there what comes of it', async () => {
    decisions = [approval];
    await look();
    expect([cluster.reads, cluster.patches]).toEqual([0, 1]);
    cluster.watched = sameObject(asked);
    await look();
    expect([cluster.reads, cluster.patches]).toEqual([0, 1]);
    cluster.watched = sameObject(succeeded);
    await look();
    expect(settled).toMatchObject([{ id: 'approval', state: 'done' }]);
    expect(cluster.reads).toBe(0);
  });

  it('writes what it sees once in a look, with what came of decisions, and an end after that', async () => {
    decisions = [approval];
    await look();
    cluster.watched = sameObject(later);
    await look();
    expect([settled.length, record.phase, saves]).toEqual([1, 'waiting', [0, 1]]);
    decisions = [{ ...approval, id: 'another' }];
    cluster.watched = cluster.read = sameObject(succeeded);
    await look();
    expect([record.phase, saves.slice(2)]).toEqual(['ended', [1, 0]]);
  });

  it('asks the API server what an approval meets, where the watch shows something else than what was approved', async () => {
    decisions = [approval];
    cluster.watched = sameObject(asked);
    await look();
    expect([cluster.reads, cluster.patches]).toEqual([1, 1]);
    await look();
    expect([cluster.reads, cluster.patches]).toEqual([1, 1]);
  });

  it('asks the API server what comes of an approval that another process has patched, once the watch was behind', async () => {
    decisions = [approval];
    await look();
    stopwatch = new Stopwatch(clock);
    cluster.read = sameObject(asked);
    await look();
    await look();
    expect([cluster.reads, cluster.patches]).toEqual([2, 2]);
  });

  it('gives the controller its time to act, although whoever accepted the approval has a clock of his own', async () => {
    decisions = [{ ...approval, at: new Date(clock.now().getTime() - 3_600_000) }];
    await look();
    expect(settled).toEqual([]);
  });

  it.each([3_600_000, -3_600_000])(
    'calls nothing blocked before its grace, when the clock jumps by %d ms',
    async (jump) => {
      cluster.watched = sameObject(blocked);
      expect((await look()).phase).toBe('blocked');
      await look();
      clock.jump(jump);
      clock.move(59_000);
      expect((await look()).outcome).toBeUndefined();
      clock.move(1_000);
      expect((await look()).outcome).toBe('blocked');
    },
  );

  it('begins to wait for the controller anew when the cluster was away', async () => {
    decisions = [approval];
    await look();
    cluster.trouble = new ClusterUnreachable('prod', 'refused');
    clock.move(60_000);
    await look();
    cluster.trouble = undefined;
    await look();
    expect(settled).toEqual([]);
    clock.move(60_000);
    await look();
    expect(settled).toMatchObject([{ id: 'approval', state: 'failed' }]);
  });

  it('believes no refusal of an API server that has just come back, for 15 seconds', async () => {
    record = { ...record, phase: 'accepted', applied: [], bindings: [] };
    cluster.trouble = new ClusterUnreachable('prod', 'refused');
    await look();
    cluster.trouble = unknown;
    expect((await look()).outcome).toBeUndefined();
    clock.move(14_000);
    expect((await look()).outcome).toBeUndefined();
    clock.move(1_000);
    expect(await look()).toMatchObject({ outcome: 'failed', summary: expect.stringContaining('knows no Rollout') });
  });

  it('gives an API server that goes away once more its 15 seconds once more', async () => {
    record = { ...record, phase: 'accepted', applied: [], bindings: [] };
    const away = new ClusterUnreachable('prod', 'refused');
    for (const trouble of [away, unknown, away]) {
      cluster.trouble = trouble;
      await look();
      clock.move(20_000);
    }
    cluster.trouble = unknown;
    expect((await look()).outcome).toBeUndefined();
  });

  it.each(['Accepted.', 'Accepted by somebody who said: It is tried again.'])(
    'believes a refusal at once when nothing was wrong before, whatever was told: %s',
    async (summary) => {
      record = { ...record, summary, phase: 'accepted', applied: [], bindings: [] };
      cluster.trouble = unknown;
      expect((await look()).outcome).toBe('failed');
    },
  );

  it('believes no refusal for 15 seconds where another process has looked, and may have met an API server that was away', async () => {
    const [accepted] = record.events;
    const heldUp = { at: clock.now().toISOString(), sentence: 'Cluster prod cannot be used.' };
    record = { ...record, phase: 'accepted', applied: [], bindings: [], events: [accepted ?? heldUp, heldUp] };
    cluster.trouble = unknown;
    expect((await look()).outcome).toBeUndefined();
    clock.move(14_000);
    expect((await look()).outcome).toBeUndefined();
    clock.move(1_000);
    expect((await look()).outcome).toBe('failed');
  });

  it('believes a refusal at once when the look before went well, whatever was wrong before that', async () => {
    cluster.trouble = new ClusterUnreachable('prod', 'refused');
    decisions = [approval];
    await look();
    cluster.trouble = undefined;
    await look();
    record = { ...record, phase: 'accepted', applied: [], bindings: [] };
    decisions = [];
    cluster.trouble = unknown;
    expect((await look()).outcome).toBe('failed');
  });
});
