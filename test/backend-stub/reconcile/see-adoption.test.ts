import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { takingOverAnnotation } from '../../../backend-stub/deployment/labels.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { seeAdoption } from '../../../backend-stub/reconcile/see-adoption.ts';
import { Stopwatch } from '../../../backend-stub/reconcile/stopwatch.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const metadata = { name: 'web', namespace: 'shop', uid: 'web-1' };
const deploymentOn = (replicas: number): KubernetesObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
  spec: { replicas },
});
const planned: KubernetesObject = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata };
const beside: KubernetesObject = {
  ...planned,
  metadata: { ...metadata, annotations: { [takingOverAnnotation]: 'x' } },
};

describe('a Deployment that has stood down for the Rollout beside it', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openEmptyStore();
  }, 60_000);
  afterAll(() => store.close());

  it('is contested when somebody still scales it up 30 seconds later, and not before', async () => {
    const clock = new HandClock();
    const stopwatch = new Stopwatch(clock);
    let replicas = 2;
    const controlPlane = {
      ...absentCluster([]),
      list: async () => [],
      read: async (_account: string, { kind }: { kind: string }) =>
        kind === 'Rollout' ? beside : deploymentOn(replicas),
    };
    const isContested = async (): Promise<boolean> => {
      const services = servicesAround({ controlPlane, store, clock });
      const { view } = await seeAdoption(services, { record: aDeployment(), stopwatch }, { planned });
      return view.contested;
    };
    const seen: boolean[] = [await isContested()];
    for (const [now, wait] of [
      [0, 29_000],
      [2, 0],
      [0, 1000],
      [2, 0],
      [0, 0],
    ] as const) {
      replicas = now;
      seen.push(await isContested());
      clock.move(wait);
    }
    expect(seen).toEqual([false, false, false, false, true, false]);
  });
});
