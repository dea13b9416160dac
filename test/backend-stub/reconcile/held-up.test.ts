import { setTimeout as pause } from 'node:timers/promises';
import { Metrics } from '../../../backend-stub/http/metrics.ts';
import type { ControlPlane, RolloutListener, Store } from '../../../backend-stub/ports.ts';
import { Loop } from '../../../backend-stub/reconcile/loop.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const patience = 60_000;
const times = { leaseMilliseconds: patience, tickMilliseconds: 10, silenceMilliseconds: patience };

describe('a deployment whose cluster does not answer', () => {
  let store: Store;
  let loop: Loop;
  let listener: RolloutListener | undefined;
  let reads = 0;
  const metrics: Metrics = new Metrics({ held: () => loop.held, heldUp: () => loop.heldUp, watches: () => [] });

  beforeAll(async () => {
    store = await openEmptyStore();
  }, patience);
  afterEach(() => loop.stop());
  afterAll(() => store.close());

  function counting(): ControlPlane {
    const absent = absentCluster([{ name: 'prod' }]);
    return {
      ...absent,
      watch: (_account, _namespace, tell) => {
        listener = tell;
        return () => undefined;
      },
      read: (account, reference) => {
        if (reference.kind === 'Rollout') reads += 1;
        return absent.read(account, reference);
      },
    };
  }

  const services = (): Services => servicesAround({ controlPlane: counting(), store, measures: metrics });

  it('is asked for again at once by a person, and not by a cluster that only tells much', async () => {
    const record = aDeployment();
    await store.create(record, []);
    loop = new Loop(services(), times);
    loop.start();
    // After the fourth failure it waits for 0.8 s or more: longer than the events take.
    while (reads < 4 || loop.heldUp.length === 0) await pause(1);
    let before = reads;
    for (let event = 0; event < 30; event += 1) {
      listener?.({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' });
      await pause(5);
    }
    // One, should its time have come on a slow machine.
    expect(reads - before).toBeLessThanOrEqual(1);
    before = reads;
    loop.wake(record.id);
    while (reads === before) await pause(1);
  });

  it('is counted as held up, with what it is tried again for', async () => {
    const record = aDeployment();
    await store.create(record, []);
    loop = new Loop(services(), times);
    loop.start();
    while (loop.heldUp.length === 0) await pause(1);
    const text = await metrics.text();
    expect(text).toMatch(/^gennaker_deployments_held_up\{account="prod"\} [12]$/m);
    expect(text).toMatch(/^gennaker_retries_total\{work="deployment",reason="ClusterUnreachable"\} \d+$/m);
    // The one of the test before is held up as well, and may have been counted first.
    const summary = async (): Promise<string> => (await store.read(record.id))?.summary ?? '';
    while (!(await summary()).endsWith('It is tried again.')) await pause(1);
  });
});
