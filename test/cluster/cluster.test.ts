import { jest } from '@jest/globals';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster, type Cluster } from './cluster.ts';

jest.setTimeout(60_000);

const labels = { app: 'web' };
const rollout = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    strategy: { canary: { steps: [{ setWeight: 50 }] } },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] } },
  },
};

describe('the test cluster', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await sharedCluster();
  }, 20 * 60_000);

  const rollouts = (namespace: string): string => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`;

  async function becomesHealthy(namespace: string): Promise<void> {
    const events = cluster.api().watch(`${rollouts(namespace)}?watch=1`, AbortSignal.timeout(30_000));
    for await (const { object } of events) if (textAt(object, 'status', 'phase') === 'Healthy') return;
    throw new Error('the rollout never became Healthy');
  }

  it('brings a Rollout to Healthy through the real controller', async () => {
    const namespace = await cluster.createNamespace('boot');
    await cluster.api().apply(`${rollouts(namespace)}/web`, rollout);
    await becomesHealthy(namespace);
    const pods = await cluster.api().get(`/api/v1/namespaces/${namespace}/pods`);
    expect(pods).toMatchObject({ items: [{ status: { phase: 'Running' } }, { status: { phase: 'Running' } }] });
  });

  it('gives the driver no right that was not granted', async () => {
    const namespace = await cluster.createNamespace('rights');
    const answer = await cluster.api('driver').send({ method: 'GET', path: rollouts(namespace) });
    expect(answer).toMatchObject({ status: 403, body: { kind: 'Status', reason: 'Forbidden' } });
  });

  it('goes on after the controller and the API server were stopped and started again', async () => {
    const namespace = await cluster.createNamespace('restart');
    await cluster.stopController();
    await cluster.stopApiserver();
    await expect(cluster.api().get('/readyz')).rejects.toThrow('ECONNREFUSED');
    await cluster.startApiserver();
    const before = await cluster.api().apply(`${rollouts(namespace)}/web`, rollout);
    expect(before).not.toHaveProperty('status');
    await cluster.startController();
    await becomesHealthy(namespace);
  });

  it('is the same cluster for everybody in this process', async () => {
    expect((await sharedCluster()).url).toBe(cluster.url);
  });
});
