import { setTimeout as pause } from 'node:timers/promises';
import { at } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { CuttableProxy } from '../contract/cuttable-proxy.ts';
import { withPort } from '../contract/kubeconfig.ts';
import { Databases } from './databases.ts';
import { deployment } from './manifests.ts';
import { Outside, isHealthy, isStable } from './outside.ts';
import { alice } from './people.ts';
import { seenIn } from './people-client.ts';
import {
  deployed,
  deploymentOf,
  endOf,
  failingBranch,
  run,
  secondVersion,
  untilDeployment,
  waitingForApproval,
  waitsForApproval,
} from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World, WorldOptions } from './world.ts';

describe('a cluster that can not be reached', () => {
  let cluster: Cluster;
  let databases: Databases;
  const opened: (() => Promise<void>)[] = [];

  /** A world that reaches the API server by a way that can be broken. */
  const cuttableWorld = async (
    tuning: Pick<NonNullable<WorldOptions['tuning']>, 'loopTimes'> = {},
  ): Promise<{ world: World; proxy: CuttableProxy; outside: Outside }> => {
    const proxy = await CuttableProxy.to(Number(new URL(cluster.url).port));
    opened.push(() => proxy.close());
    const world = await createWorld({
      cluster,
      kubeconfig: withPort(cluster.kubeconfig('driver'), proxy.port),
      openStore: (await databases.create()).open,
      tuning: { ...tuning, timings: { broken: 500, leastBackoff: 100, mostBackoff: 500 } },
    });
    opened.push(() => world.close());
    return { world, proxy, outside: new Outside(world) };
  };

  beforeAll(async () => {
    [cluster, databases] = await Promise.all([sharedCluster(), Databases.start()]);
  });
  afterAll(async () => {
    for (const close of opened.reverse()) await close();
    await databases.close();
  });

  it.concurrent('at the start: the pipeline is told so and goes on when it is back', async () => {
    const { world, proxy } = await cuttableWorld();
    proxy.refuse();
    const running = run(world, { manifest: deployment('web') });
    const id = await deploymentOf(world, running);
    const held = await untilDeployment(world, id, ({ summary }) => summary.includes('cannot be used'));
    expect([held.phase, held.summary]).toEqual([
      'accepted',
      expect.stringMatching(
        /^Cluster test-cluster cannot be used to \w+ .* in namespace \S+: the connection broke before the answer was complete \(ECONNRESET\)\. It is tried again\.$/,
      ),
    ]);
    proxy.carryAgain();
    expect(await endOf(world, running)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it.concurrent('at the start, and the pipeline ends meanwhile: nothing is applied behind its back', async () => {
    const { world, proxy, outside } = await cuttableWorld({
      loopTimes: { leaseMilliseconds: 15_000, tickMilliseconds: 100, silenceMilliseconds: 1000 },
    });
    proxy.refuse();
    const id = await deploymentOf(world, run(world, { manifest: deployment('web'), beside: failingBranch }));
    const ended = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
    expect([ended.outcome, ended.summary]).toEqual([
      'failed',
      expect.stringMatching(/^The stage ended in Spinnaker \(\w+\) for a reason that is not .* Nothing was applied\.$/),
    ]);
    proxy.carryAgain();
    await deployed(world, { manifest: deployment('other') });
    expect(await outside.rollout('web')).toBeUndefined();
  });

  it.concurrent(
    'in the middle: nothing is decided on what is not seen, and the outcome is reached afterwards',
    async () => {
      const { world, proxy, outside } = await cuttableWorld();
      await deployed(world, { manifest: deployment('web') });
      const running = run(world, { manifest: deployment('web', { image: 'web:crash' }) });
      const id = await deploymentOf(world, running);
      const seen = seenIn(await untilDeployment(world, id, ({ phase }) => phase === 'stalled'));
      proxy.refuse();
      const blind = await untilDeployment(world, id, ({ summary }) => summary.includes('can not be seen'));
      expect([blind.phase, blind.outcome]).toEqual(['stalled', undefined]);
      expect(blind.summary).toMatch(/^The rollouts can not be seen: .*test-cluster.* The rollout itself goes on\.$/);
      const tried = await world.as(alice).decideOn(id, 'abort', seen);
      expect([tried.status, tried.body.message]).toEqual([
        424,
        expect.stringMatching(
          /^Aborting on deployment \S+ was refused: Cluster test-cluster cannot be used to get Rollout web in namespace .* Nothing was decided; try again in a moment\.$/,
        ),
      ]);
      expect((await world.as(alice).deployment(id)).decisions).toEqual([]);
      await outside.setImage('web', 'web:3');
      proxy.carryAgain();
      expect((await endOf(world, running)).summary).toMatch(/^Rollout web in \S+ now rolls out another version/);
      expect((await world.as(alice).deployment(id)).outcome).toBe('superseded');
    },
  );

  it.concurrent('between an abort and its end: what was begun is finished', async () => {
    const { world, proxy, outside } = await cuttableWorld();
    const { id, ...running } = await secondVersion(world, 'web');
    const aborted = world.as(alice).decide(id, 'abort', 'no longer wanted');
    await outside.untilRollout('web', (rollout) => at(rollout, 'status', 'abort') === true);
    proxy.refuse();
    await aborted;
    proxy.carryAgain();
    expect((await endOf(world, running)).summary).toContain('is back on its stable version');
    expect(isStable(await outside.untilRollout('web', isHealthy))).toBe(true);
  });

  it.concurrent('again and again for a moment: the rollout is followed all the same', async () => {
    const { world, proxy } = await cuttableWorld();
    const { id, ...running } = await secondVersion(world, 'web');
    const cutting = setInterval(() => proxy.reset(), 150);
    for (let tries = 0; tries < 20; tries += 1) {
      const { status } = await world.as(alice).decide(id, 'approve');
      if (status === 200) break;
    }
    const { status } = await endOf(world, running);
    clearInterval(cutting);
    expect(status).toBe('SUCCEEDED');
    expect((await world.as(alice).deployment(id)).decisions).toHaveLength(1);
  });
});

describe('somebody who writes to the Rollout all the time', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  interface Scribbling {
    readonly name: string;
    /** As fast as the API server answers when 0. */
    readonly paceMilliseconds?: number;
  }

  /** Somebody writes while the deed goes on. A deed that fails ends the writing too: others use this cluster afterwards. */
  async function whileScribbling(
    { name, paceMilliseconds = 0 }: Scribbling,
    deed: () => Promise<void>,
  ): Promise<number> {
    let goesOn = true;
    let writes = 0;
    const writing = (async () => {
      while (goesOn) {
        await outside.patch('Rollout', name, { metadata: { annotations: { scribble: String((writes += 1)) } } });
        if (paceMilliseconds > 0) await pause(paceMilliseconds);
      }
    })();
    const ended = new Promise<void>((resolve) => {
      setTimeout(resolve, 90_000).unref();
    });
    try {
      await Promise.race([deed(), ended.then(() => Promise.reject(new Error('Not done after 90 s.')))]);
    } finally {
      goesOn = false;
      await writing;
    }
    return writes;
  }

  it.concurrent('holds up neither an approval nor the end, and no step is skipped', async () => {
    const manifest = deployment('scribbled');
    const steps = [
      { setWeight: { weight: 25 } },
      { pause: { untilApproved: true } },
      { setWeight: { weight: 50 } },
      { pause: { untilApproved: true } },
    ];
    await deployed(world, { manifest, steps });
    const { id, ...running } = await waitingForApproval(world, { manifest: manifest.replace('web:1', 'web:2'), steps });
    const writes = await whileScribbling({ name: 'scribbled' }, async () => {
      expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
      const second = await untilDeployment(
        world,
        id,
        (deployment) => waitsForApproval(deployment) && deployment.rollouts[0]?.stepIndex === 3,
      );
      expect(second.decisions).toMatchObject([{ state: 'done' }]);
      expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
      expect(await endOf(world, running)).toMatchObject({ status: 'SUCCEEDED' });
    });
    expect(writes).toBeGreaterThan(10);
  });

  // A write of the whole object, as putting the template back is, would hardly ever get in between faster writes.
  it.concurrent('holds up no abort, at twenty writes a second', async () => {
    const { id, ...running } = await secondVersion(world, 'disturbed');
    const writes = await whileScribbling({ name: 'disturbed', paceMilliseconds: 50 }, async () => {
      expect((await world.as(alice).decide(id, 'abort')).status).toBe(200);
      expect((await endOf(world, running)).summary).toContain('is back on its stable version');
    });
    expect(writes).toBeGreaterThan(5);
  });
});
