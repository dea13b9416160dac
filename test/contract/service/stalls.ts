import { deployment, documents } from '../../stage/manifests.ts';
import { hashOf } from '../../stage/outside.ts';
import { alice } from '../../stage/people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  endOf,
  run,
  untilDeployment,
  waitsForApproval,
  weight,
} from '../../stage/pipeline.ts';
import type { Service } from './service-under-test.ts';

/** For Argo a deadline that has passed is no end: pods keep trying. */
export function stallContract(service: Service): void {
  it.concurrent('and then do: the stage that waits goes on to its approval', async () => {
    const { world } = service();
    await deployed(world, { manifest: deployment('late', { replicas: 2 }) });
    const late = deployment('late', { replicas: 2, image: 'web:2' }).replace(
      '    spec:\n      terminationGrace',
      '      annotations:\n        sim.k8slite/ready-after: 8s\n    spec:\n      terminationGrace',
    );
    const running = run(world, { manifest: late, steps: [weight(50), approval], deployment: { onStall: 'wait' } });
    const id = await deploymentOf(world, running);
    const stalled = await untilDeployment(world, id, ({ phase }) => phase === 'stalled');
    expect(stalled.summary).toContain('makes no progress at step 1 of 2 (50 %)');
    await untilDeployment(world, id, waitsForApproval);
    // The last pod takes as long again, and says nothing new.
    world.orca.cancel(running.executionId, alice);
  });

  it.concurrent(
    'and never do: each reason is named, the stage waits, and an abort takes all back together',
    async () => {
      const { world, outside } = service();
      const two = (cart: string, till: string): string =>
        documents(deployment('cart', { image: `cart:${cart}` }), deployment('till', { image: `till:${till}` }));
      await deployed(world, { manifest: two('1', '1') });
      const names = ['cart', 'till'];
      const stable = await Promise.all(names.map(async (name) => hashOf(await outside.rollout(name))));
      const running = run(world, { manifest: two('crash', 'image-pull') });
      const id = await deploymentOf(world, running);
      const stalled = await untilDeployment(
        world,
        id,
        ({ rollouts }) => rollouts.length === 2 && rollouts.every(({ situation }) => situation === 'stalled'),
      );
      expect([stalled.phase, stalled.outcome]).toEqual(['stalled', undefined]);
      expect(stalled.summary).toMatch(/CrashLoopBackOff.*ImagePullBackOff/);
      expect((await world.as(alice).decide(id, 'abort', 'both are broken')).status).toBe(200);
      const { status, summary } = await endOf(world, running);
      expect([status, summary]).toEqual([
        'TERMINAL',
        expect.stringMatching(
          /Rollout cart in \S+ is back on its stable version.*Rollout till in \S+ is back on its stable/,
        ),
      ]);
      const back = await Promise.all(names.map(async (name) => hashOf(await outside.rollout(name))));
      expect(back).toEqual(stable);
    },
  );
}
