import { sharedCluster } from '../cluster/cluster.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside } from './outside.ts';
import { alice, application } from './people.ts';
import { deployed, endOf, progressiveStage, run, until, untilDeployment, waitingForApproval } from './pipeline.ts';
import { runDeployment } from './running-deployment.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** A user's rights in the whole cluster stay when a namespace goes; those of a RoleBinding in it go with it. */
type User = 'admin' | 'driver';

/** A world each, since its namespace goes. */
async function withWorld(user: User, act: (world: World, outside: Outside) => Promise<void>): Promise<void> {
  const cluster = await sharedCluster();
  const world = await createWorld({ cluster, kubeconfig: cluster.kubeconfig(user) });
  try {
    await act(world, new Outside(world));
  } finally {
    await world.close();
  }
}

const pathOf = ({ namespace }: World): string => `/api/v1/namespaces/${namespace}`;
const removeNamespace = (world: World): Promise<unknown> =>
  world.cluster.api().ok({ method: 'DELETE', path: pathOf(world) });
const untilGone = (world: World): Promise<unknown> =>
  until(`namespace ${world.namespace} is gone`, async () => {
    const { status } = await world.cluster.api().send({ method: 'GET', path: pathOf(world) });
    return status === 404 ? true : undefined;
  });

const first = documents(service('web'), deployment('web'));
const next = first.replace('web:1', 'web:2');

describe('a namespace that disappears', () => {
  it.each([
    ['keep', /^Rollout web in \S+ was deleted\.$/],
    [
      'abort',
      /^Rollout web in \S+ was deleted\. Rollout web in \S+ does not exist any more\. Left as .*: Service web\.$/,
    ],
  ])('while a next version waits ends the deployment (on failure: %s)', (onFailure, says) =>
    withWorld('admin', async (world) => {
      await deployed(world, { manifest: first });
      const { id, ...waiting } = await waitingForApproval(world, { manifest: next, deployment: { onFailure } });
      await removeNamespace(world);
      const { status, summary } = await endOf(world, waiting);
      expect([status, summary]).toEqual(['TERMINAL', expect.stringMatching(says)]);
      expect((await world.as(alice).deployment(id)).outcome).toBe('deleted');
    }),
  );

  it('while a Deployment is taken over ends the deployment', () =>
    withWorld('admin', async (world, outside) => {
      await runDeployment(outside, 'web', { readyAfter: '3s' });
      // On a busy machine the namespace may outlive a deadline of seconds, and its pods may go first.
      const patient = next.replace('progressDeadlineSeconds: 5', 'progressDeadlineSeconds: 120');
      const running = run(world, { manifest: patient });
      await until('a Rollout beside web', async () =>
        (await outside.rollout('web')) === undefined ? undefined : true,
      );
      await removeNamespace(world);
      const { status, summary } = await endOf(world, running);
      // Whatever it meets first: its Rollout is gone, or nothing can be made there any more.
      expect([status, summary]).toEqual([
        'TERMINAL',
        expect.stringMatching(/was deleted|is being terminated|does not exist/),
      ]);
    }));

  it('with the rights of the service ends the deployment at the latest when its pipeline is canceled', () =>
    withWorld('driver', async (world) => {
      await deployed(world, { manifest: first });
      const { id, ...waiting } = await waitingForApproval(world, { manifest: next });
      await removeNamespace(world);
      await untilGone(world);
      world.orca.cancel(waiting.executionId, alice);
      await untilDeployment(world, id, ({ phase }) => phase === 'ended');
    }));

  it('is told of by the plan and the stage, before anything is applied', () =>
    withWorld('admin', async (world, outside) => {
      await outside.create('ConfigMap', { metadata: { name: 'held', finalizers: ['example.com/held'] } });
      await removeNamespace(world);
      const { summary } = await endOf(world, run(world, { manifest: next }));
      const { problems } = await world.as(alice).plan(application, progressiveStage({ manifest: next }));
      for (const sentence of [summary, problems.map((one) => one.sentence).join(' ')])
        expect(sentence).toMatch(/does not accept \w+ web in \S+: [^]*because it is being terminated/);
      expect(summary).toMatch(/^Nothing was applied\. /);
      await outside.patch('ConfigMap', 'held', { metadata: { finalizers: null } });
    }));
});
