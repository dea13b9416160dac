import { jest } from '@jest/globals';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { startSimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import type { SimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import { Databases } from '../stage/databases.ts';
import { isHealthy, Outside } from '../stage/outside.ts';
import { alice } from '../stage/people.ts';
import { deploymentOf, endOf, until, untilDeployment, waitsForApproval } from '../stage/pipeline.ts';
import { createWorld } from '../stage/world.ts';
import type { World } from '../stage/world.ts';
import { readRecorded } from './recorded.ts';

// The service looks at its deployments once a second.
jest.setTimeout(60_000);

describe('deployments that an older version began, with its tables and the stages of its form', () => {
  const recorded = readRecorded();
  const [shop, cart, search, ads] = [
    recorded.deployment('shop'),
    recorded.deployment('cart'),
    recorded.deployment('search'),
    recorded.deployment('ads'),
  ];
  let databases: Databases;
  let cluster: SimulatedCluster;
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    databases = await Databases.start();
    const database = await databases.restore(recorded.store);
    cluster = await startSimulatedCluster({ readyAfter: 20, objects: recorded.objects });
    world = await createWorld({ cluster, begun: recorded.begun, openStore: database.open });
    outside = new Outside(world);
  });
  afterAll(async () => {
    await world.close();
    await cluster.stop();
    await databases.close();
  });

  it('are shown as they stood, with who asked for them and what has happened', async () => {
    const [waiting, stalled, ended] = await Promise.all(
      [shop, search, ads].map(({ id }) => world.as(alice).deployment(id)),
    );
    expect(waiting).toMatchObject({ phase: 'waiting', application: 'shop', requester: alice });
    expect(waiting?.rollouts[0]).toMatchObject({ stepIndex: 1, weight: { planned: 25, actual: 25 } });
    expect(stalled?.rollouts[0]?.troubles.join()).toContain('ImagePullBackOff');
    expect(ended).toMatchObject({ phase: 'ended', outcome: 'aborted' });
    expect(ended?.summary).toContain('error rate is up');
  });

  it('go on when somebody approves, to the end that Orca waits for', async () => {
    await untilDeployment(world, shop.id, waitsForApproval);
    expect((await world.as(alice).decide(shop.id, 'approve', 'looks good')).body.state).toBe('done');
    expect((await endOf(world, shop)).status).toBe('SUCCEEDED');
    expect(isHealthy(await outside.rollout('shop'))).toBe(true);
  });

  it('are aborted by a decision, and have the version of before back', async () => {
    const stable = textAt(await outside.rollout('search'), 'status', 'stableRS');
    expect((await world.as(alice).decide(search.id, 'abort', 'bad image')).status).toBe(200);
    const { status, summary } = await endOf(world, search);
    expect([status, summary]).toEqual(['TERMINAL', expect.stringContaining('Aborted by alice@example.com: bad image')]);
    const back = await outside.untilRollout('search', isHealthy);
    expect(textAt(back, 'status', 'currentPodHash')).toBe(stable);
  });

  it('end as their stage says when its execution is canceled', async () => {
    world.orca.cancel(cart.executionId, alice);
    const { outcome } = await untilDeployment(world, cart.id, ({ phase }) => phase === 'ended');
    expect(outcome).toBe('canceled');
    expect(isHealthy(await outside.untilRollout('cart', isHealthy))).toBe(true);
  });

  it('can be asked for again by a restart of a stage that the form of then wrote', async () => {
    world.orca.restartStage(ads.executionId, ads.stageId, alice);
    const id = await until('the restarted stage has a deployment of its own', async () => {
      const one = await deploymentOf(world, ads);
      return one === ads.id ? undefined : one;
    });
    await untilDeployment(world, id, waitsForApproval);
    await world.as(alice).decide(id, 'promoteFully');
    expect((await endOf(world, ads)).status).toBe('SUCCEEDED');
  });
});
