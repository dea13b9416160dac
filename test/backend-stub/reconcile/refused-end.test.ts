import { defined } from '../../../backend-stub/contract/defined.ts';
import { ClusterForbidden, ClusterUnreachable } from '../../../backend-stub/control-plane/errors.ts';
import type { DecisionRecord, DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { Settlement, Store } from '../../../backend-stub/ports.ts';
import { advance } from '../../../backend-stub/reconcile/advance.ts';
import type { Save } from '../../../backend-stub/reconcile/advance.ts';
import { Stopwatch } from '../../../backend-stub/reconcile/stopwatch.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { appliedOf, boundTo, first, recorded, second, steps } from '../deployment/situations.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment, anObject } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const waiting = recorded('waiting-at-approval');
const { namespace } = appliedOf(waiting).reference;
const planned = { ...waiting.applied.sent, metadata: { ...waiting.applied.sent.metadata, ...defined({ namespace }) } };
const forbidden = new ClusterForbidden('prod', {
  ...{ verb: 'get', resource: 'rollouts', group: 'argoproj.io', namespace: 'shop' },
});

describe('an abort that the cluster refuses, since its namespace or the right to it is gone', () => {
  let store: Store;
  let clock: HandClock;
  let stopwatch: Stopwatch;
  let record: DeploymentRecord;
  let decisions: readonly DecisionRecord[];
  let settled: readonly Settlement[];
  let refusal: Error;

  beforeAll(async () => {
    store = await openEmptyStore();
  }, 60_000);
  afterAll(() => store.close());
  beforeEach(() => {
    clock = new HandClock();
    stopwatch = new Stopwatch(clock);
    [settled, refusal] = [[], forbidden];
    decisions = [
      {
        ...{
          id: 'cancel',
          deploymentId: 'd',
          action: 'cancel',
          by: 'orca',
          seen: [],
          at: clock.now(),
          state: 'accepted',
        },
        comment: 'The execution was canceled by alice@example.com.',
      },
    ];
    record = aDeployment({
      ...{ id: 'd', phase: 'waiting', phaseSince: clock.now(), events: [] },
      policy: { steps, onFailure: 'keep', onCancel: 'abort', onStall: 'wait' },
      plan: { objects: [{ ...anObject(), object: planned }], warnings: [], hash: '' },
      applied: [appliedOf(waiting)],
      bindings: [boundTo(waiting, second, first)],
    });
  });

  async function look(): Promise<DeploymentRecord> {
    const controlPlane = { ...absentCluster([]), read: () => Promise.reject(refusal) };
    const save: Save = async (changed, beside = {}) => {
      settled = [...settled, ...(beside.settled ?? [])];
      return changed;
    };
    const services = servicesAround({ controlPlane, store, clock });
    ({ record } = await advance(services, { record, decisions, stopwatch, quiet: true }, save));
    return record;
  }

  it('is given up when its pipeline is canceled and it has been refused for a minute, and what is left is said', async () => {
    expect((await look()).phase).toBe('aborting');
    clock.move(59_000);
    expect((await look()).outcome).toBeUndefined();
    clock.move(1_000);
    expect((await look()).outcome).toBe('canceled');
    expect(record.summary).toContain('could not be brought to its end: Account prod lacks the right to get rollouts');
    expect(settled).toMatchObject([{ id: 'cancel', state: 'done' }]);
  });

  it('is not given up when the cluster did not answer for that minute', async () => {
    refusal = new ClusterUnreachable('prod', 'refused');
    await look();
    clock.move(3_600_000);
    expect((await look()).outcome).toBeUndefined();
  });

  it('is tried as long as nobody cancels', async () => {
    await look();
    decisions = [];
    clock.move(3_600_000);
    expect((await look()).outcome).toBeUndefined();
  });
});
