import { numberAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { deployment } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice } from './people.ts';
import { deployed, endOf, waitingForApproval, weight } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('the number of pods', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  const replicasOf = async (name: string): Promise<number | undefined> =>
    numberAt(await outside.rollout(name), 'spec', 'replicas');
  const autoscale = (name: string): Promise<unknown> =>
    outside.create('HorizontalPodAutoscaler', {
      metadata: { name },
      spec: {
        scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name },
        minReplicas: 2,
        maxReplicas: 9,
      },
    });
  const without = (manifest: string): string => manifest.replace(/ {2}replicas: \d+\n/, '');

  it.concurrent('is left to an autoscaler of the cluster that no manifest names', async () => {
    const manifest = deployment('scaled-there', { replicas: 2 });
    await deployed(world, { manifest });
    await autoscale('scaled-there');
    await outside.scale('scaled-there', 6);
    await deployed(world, { manifest: manifest.replace('web:1', 'web:2'), steps: [weight(50)] });
    expect(await replicasOf('scaled-there')).toBe(6);
  });

  it.concurrent('follows somebody who scales in the middle, and an abort does not take that back', async () => {
    const manifest = without(deployment('scaled-midway'));
    await deployed(world, { manifest });
    await outside.scale('scaled-midway', 4);
    await outside.untilRollout(
      'scaled-midway',
      (one) => isHealthy(one) && numberAt(one, 'status', 'availableReplicas') === 4,
    );
    const { id, report, ...running } = await waitingForApproval(world, {
      manifest: manifest.replace('web:1', 'web:2'),
    });
    expect(report.rollouts[0]?.pods).toMatchObject({ wanted: 4, updated: 1 });
    await outside.scale('scaled-midway', 8);
    await outside.untilRollout('scaled-midway', (one) => numberAt(one, 'status', 'updatedReplicas') === 2);
    expect((await world.as(alice).decide(id, 'abort')).status).toBe(200);
    expect((await endOf(world, running)).summary).toContain('is back on its stable version');
    expect(await replicasOf('scaled-midway')).toBe(8);
  });

  it.concurrent('is that of the manifest again where somebody scaled by hand and no autoscaler decides', async () => {
    const manifest = deployment('by-hand', { replicas: 2 });
    await deployed(world, { manifest });
    await outside.scale('by-hand', 5);
    await deployed(world, { manifest: manifest.replace('web:1', 'web:2'), steps: [weight(50)] });
    expect(await replicasOf('by-hand')).toBe(2);
  });

  it.concurrent('stays when the manifest has none', async () => {
    const manifest = deployment('unset', { replicas: 3 });
    await deployed(world, { manifest });
    await deployed(world, { manifest: without(manifest).replace('web:1', 'web:2'), steps: [weight(50)] });
    expect(await replicasOf('unset')).toBe(3);
  });
});
