import { setTimeout as pause } from 'node:timers/promises';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { readRollout } from '../../../backend-stub/deployment/rollout.ts';
import type { GiveBackRecord } from '../../../backend-stub/deployment/record.ts';
import type { ControlPlane, Store } from '../../../backend-stub/ports.ts';
import { askGiveBack } from '../../../backend-stub/reconcile/ask-give-back.ts';
import { GiveBacks } from '../../../backend-stub/reconcile/give-backs.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { StoreUnavailable } from '../../../backend-stub/store/errors.ts';
import { recorded } from '../deployment/situations.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment, anObject, ended, rollout } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const patience = 60_000;
const lease = 600_000;
const user = 'bob@example.com';

const { rollout: found } = recorded('succeeded');
if (found === undefined) throw new Error('nothing was recorded');
const stable = readRollout(found).stablePodHash ?? '';
const marked = annotated(found, { 'gennaker.dev/giving-back': 'true' });

function annotated(object: KubernetesObject, annotations: Readonly<Record<string, string>>): KubernetesObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } } };
}

/** The Deployment beside it, with so many of its four pods. */
function deploymentWith(available: number): KubernetesObject {
  const counts = { replicas: 4, updatedReplicas: 4, availableReplicas: available, observedGeneration: 1 };
  const metadata = { name: 'web', namespace: 'shop', generation: 1 };
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 4 }, status: counts };
  return annotated(object, { 'gennaker.dev/given-back-from': stable });
}

describe('what people asked to give back', () => {
  let store: Store;
  /** What the cluster has; a function says how it fails. */
  let cluster: { rollout?: KubernetesObject | undefined; deployment?: KubernetesObject };
  let reads: number;
  let failWith: Error | undefined;
  let giveBacks: GiveBacks;

  beforeAll(async () => {
    store = await openEmptyStore();
  }, patience);
  beforeEach(() => {
    [reads, failWith] = [0, undefined];
  });
  afterEach(() => giveBacks?.stop());
  afterAll(() => store.close());

  const controlPlane: ControlPlane = {
    ...absentCluster([]),
    read: async (_account, { kind }) => {
      reads += 1;
      const failure = failWith;
      failWith = undefined;
      if (failure !== undefined) throw failure;
      return kind === 'Rollout' ? cluster.rollout : cluster.deployment;
    },
    list: async () => [],
  };
  const services = (changes: Partial<Services> = {}): Services => servicesAround({ store, controlPlane, ...changes });

  async function endedDeployment(): Promise<string> {
    const record = aDeployment({ plan: { objects: [anObject()], warnings: [], hash: '' } });
    await store.create(record, []);
    await store.end(ended(record));
    return record.id;
  }

  async function asked(): Promise<GiveBackRecord> {
    const deploymentId = await endedDeployment();
    const answer = await askGiveBack(services(), { user, id: deploymentId });
    const [giveBack] = await store.giveBacks(deploymentId);
    if (giveBack === undefined) throw new Error(JSON.stringify(answer));
    return giveBack;
  }

  const now = async ({ deploymentId, id }: GiveBackRecord): Promise<GiveBackRecord | undefined> =>
    (await store.giveBacks(deploymentId)).find((one) => one.id === id);
  async function until(is: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await is())) await pause(10);
  }
  const untilSettled = (one: GiveBackRecord): Promise<void> =>
    until(async () => (await now(one))?.state !== 'accepted');

  it('is told of as far as it is, and settled when the Rollout is gone', async () => {
    cluster = { rollout: marked, deployment: deploymentWith(1) };
    const one = await asked();
    giveBacks = new GiveBacks(services());
    await giveBacks.turn(lease);
    await until(async () => (await now(one))?.sentence.includes('1 of 4 pods') === true);
    cluster = { deployment: deploymentWith(4) };
    await untilSettled(one);
    expect(await now(one)).toMatchObject({
      state: 'done',
      sentence: 'Deployment web in shop runs the workload on 4 pods, and no Rollout does.',
    });
  });

  it('is settled as it came out, though the database was away then, and not begun anew', async () => {
    cluster = { deployment: deploymentWith(4) };
    const one = await asked();
    let away = 1;
    const settle = store.settleGiveBack.bind(store);
    const tried: string[] = [];
    const settleGiveBack: Store['settleGiveBack'] = async (replica, id, end) => {
      tried.push(end.sentence);
      if ((away -= 1) >= 0) throw new StoreUnavailable('The database is away.');
      return settle(replica, id, end);
    };
    Object.assign(store, { settleGiveBack });
    reads = 0;
    giveBacks = new GiveBacks(services());
    await giveBacks.turn(lease);
    await untilSettled(one);
    Object.assign(store, { settleGiveBack: settle });
    expect([tried.length, reads]).toEqual([2, 2]);
  });

  it('is tried again after a fault, which is counted', async () => {
    cluster = { deployment: deploymentWith(4) };
    const one = await asked();
    failWith = new TypeError('A fault of ours.');
    const retried: string[] = [];
    const measures = { ...services().measures, retry: (work: string) => void retried.push(work) };
    giveBacks = new GiveBacks(services({ measures }));
    await giveBacks.turn(lease);
    await untilSettled(one);
    expect([(await now(one))?.state, retried]).toEqual(['done', ['give-back']]);
  });

  it('is left alone from the moment in which another replica has it', async () => {
    cluster = { rollout: marked, deployment: deploymentWith(1) };
    const one = await asked();
    giveBacks = new GiveBacks(services());
    // Over at once: the lease of a process that stood still.
    await giveBacks.turn(0);
    await until(async () => (await now(one))?.sentence.includes('1 of 4 pods') === true);
    const other = { ...services().settings, replica: 'replica-2' };
    expect((await store.claimGiveBacks(other.replica, lease)).map(({ id }) => id)).toEqual([one.id]);
    await giveBacks.turn(lease);
    await pause(50);
    reads = 0;
    // For longer than from one look to the next.
    await pause(1200);
    expect(reads).toBe(0);
    cluster = { deployment: deploymentWith(4) };
    expect((await now(one))?.state).toBe('accepted');
    giveBacks = new GiveBacks(services({ settings: other }));
    await giveBacks.turn(lease);
    await untilSettled(one);
  });

  it('is refused while an open deployment holds the workload, by the name of that', async () => {
    cluster = { rollout: found };
    const id = await endedDeployment();
    const open = aDeployment();
    await store.create(open, [rollout('web')]);
    expect(await askGiveBack(services(), { user, id })).toMatchObject({
      kind: 'refused',
      reason: 'in-progress',
      sentence: `Giving back on Rollout web was refused: deployment ${open.id} of pipeline Deploy web (application shop, started by alice@example.com) is still rolling it out. Wait until that is over.`,
    });
    await store.end(ended(open));
  });

  it('is refused before anything is promised where the Rollout is not at rest, or there is none', async () => {
    const id = await endedDeployment();
    cluster = { rollout: recorded('waiting-at-approval').rollout };
    const midway = await askGiveBack(services(), { user, id });
    cluster = {};
    const gone = await askGiveBack(services(), { user, id });
    expect([midway, gone]).toMatchObject([
      { reason: 'not-possible', sentence: expect.stringContaining('it is not at rest on one version') },
      { reason: 'not-possible', sentence: expect.stringContaining('does not exist: there is nothing to give back') },
    ]);
    expect(await store.giveBacks(id)).toEqual([]);
  });
});
