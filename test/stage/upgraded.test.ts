import { sharedCluster } from '../cluster/cluster.ts';
import { standOnCluster } from '../upgrade/on-cluster.ts';
import { readRecorded } from '../upgrade/recorded.ts';
import { Databases } from './databases.ts';
import { isHealthy, Outside } from './outside.ts';
import { alice } from './people.ts';
import { endOf, untilDeployment, waitsForApproval } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('a deployment that an older version began on the real cluster, with its tables and the stage of its form', () => {
  const recorded = readRecorded();
  const cart = recorded.deployment('cart');
  let databases: Databases;
  let world: World;

  beforeAll(async () => {
    const cluster = await sharedCluster();
    databases = await Databases.start();
    const database = await databases.restore(await standOnCluster(cluster, recorded, 'cart'));
    world = await createWorld({ cluster, begun: recorded.begun, openStore: database.open });
  });
  afterAll(async () => {
    await world.close();
    await databases.close();
  });

  it('goes on when somebody approves, to the end that Orca waits for', async () => {
    const waiting = await untilDeployment(world, cart.id, waitsForApproval);
    expect(waiting.rollouts[0]).toMatchObject({ stepIndex: 1, weight: { planned: 25, actual: 25 } });
    expect((await world.as(alice).decide(cart.id, 'approve', 'looks good')).body.state).toBe('done');
    expect((await endOf(world, cart)).status).toBe('SUCCEEDED');
    expect(isHealthy(await new Outside(world).rollout('cart'))).toBe(true);
  });
});
