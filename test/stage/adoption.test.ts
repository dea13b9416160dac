import { at, listAt, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { deployment } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice } from './people.ts';
import { untilDeployment, waitingForApproval } from './pipeline.ts';
import { ReadyPods } from './ready-pods.ts';
import { runDeployment } from './running-deployment.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('what runs as a Deployment', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  const wantedBy = async (kind: 'Deployment' | 'Rollout', name: string): Promise<number | undefined> =>
    numberAt(await outside.read(kind, name), 'spec', 'replicas');
  const targetOf = async (name: string): Promise<unknown> =>
    at(await outside.read('HorizontalPodAutoscaler', name), 'spec', 'scaleTargetRef', 'kind');
  const imageOf = (rollout: unknown): unknown =>
    textAt(listAt(rollout, 'spec', 'template', 'spec', 'containers')[0], 'image');
  const eventsOf = async (id: string): Promise<string> =>
    (await world.as(alice).deployment(id)).events.map(({ sentence }) => sentence).join('\n');

  it.concurrent('is taken over without losing a ready pod, and the new version comes as a canary', async () => {
    await runDeployment(outside, 'plain');
    const pods = new ReadyPods(world, 'plain');
    await pods.ready(4);
    const manifest = deployment('plain', { image: 'registry.example.com/web:2' });
    const { id, report } = await waitingForApproval(world, { manifest });
    expect(report.rollouts[0]).toMatchObject({ firstDeployment: false, pods: { wanted: 4, updated: 1 } });
    expect(await wantedBy('Deployment', 'plain')).toBe(0);
    expect(pods.extremes(4).mostPods).toBeLessThanOrEqual(8);
    expect(pods.extremes(4).leastReady).toBeGreaterThanOrEqual(3);
    expect((await world.as(alice).decide(id, 'abort')).status).toBe(200);
    await untilDeployment(world, id, ({ outcome }) => outcome === 'aborted');
    expect(imageOf(await outside.untilRollout('plain', isHealthy))).toBe('registry.example.com/web:1');
    await pods.stop();
    expect(await eventsOf(id)).toMatch(
      /runs already: Rollout plain in \S+ is made beside it, with its version and 4 pods\.\n[^]*Rollout plain in \S+ has as many pods ready: Deployment plain in \S+ is scaled to 0, and kept\.\n[^]*Deployment plain in \S+ is taken over/,
    );
  });
});
