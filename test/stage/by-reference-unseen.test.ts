import { bind } from '../../backend-stub/deployment/bind.ts';
import { withReferredTemplate } from '../../backend-stub/deployment/by-reference.ts';
import { defaultGraces } from '../../backend-stub/deployment/conclude.ts';
import { referenceOf } from '../../backend-stub/deployment/kubernetes-object.ts';
import { hasSeenWorkload, readRollout } from '../../backend-stub/deployment/rollout.ts';
import type { RolloutState } from '../../backend-stub/deployment/rollout.ts';
import { startCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { isKubernetesObject } from '../cluster/recording/journal.ts';
import { Outside, hashOf, imageOf, isStable } from './outside.ts';
import { alice } from './people.ts';
import { deployed, deploymentOf, endOf, run, until, untilDeployment } from './pipeline.ts';
import { image, staying, version, withAnnotation } from './staying.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** Adds every state of the world's rollouts that its API server tells of, until the signal aborts. */
async function toldBy({ cluster, namespace }: World, told: RolloutState[], signal: AbortSignal): Promise<void> {
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts?watch=1`;
  for await (const { object } of cluster.api().watch(path, signal))
    if (isKubernetesObject(object)) told.push(readRollout(object));
}

describe('while Argo Rollouts is away', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('nothing in the Rollout tells of the new version, and nothing is taken for done or decided', async () => {
    const world = await createWorld({ cluster });
    const outside = new Outside(world);
    await deployed(world, staying(version('web', 1)));
    await outside.untilRollout('web', isStable);
    await cluster.stopController();
    const id = await deploymentOf(world, run(world, staying(version('web', 2))));
    const { summary, phase } = await untilDeployment(world, id, (report) => report.summary.includes('has not looked'));
    expect([phase, summary]).toEqual([
      'binding',
      `Argo Rollouts has not looked at Deployment web in ${world.namespace} yet.`,
    ]);
    expect(isStable(await outside.rollout('web'))).toBe(true);
    expect((await world.as(alice).decide(id, 'promoteFully')).status).toBe(409);
    await cluster.startController();
    const report = await untilDeployment(world, id, ({ phase: now }) => now === 'waiting');
    expect(report.rollouts[0]).toMatchObject({ images: [image(2)], pods: { updated: 1 } });
    await world.close();
  });

  it('a status that it stamps while it scales, with the version of before, is not believed', async () => {
    const world = await createWorld({ cluster });
    const outside = new Outside(world);
    await deployed(world, staying(withAnnotation(version('web', 1))));
    const before = hashOf(await outside.untilRollout('web', isStable));
    await cluster.stopController();
    const id = await deploymentOf(world, run(world, staying(version('web', 1))));
    await untilDeployment(world, id, ({ summary }) => summary.includes('has not looked at Deployment web'));
    const deployment = await outside.object('Deployment', 'web');
    await outside.scale('web', 6);
    const told: RolloutState[] = [];
    const end = new AbortController();
    const watching = toldBy(world, told, end.signal);
    await until('the watch tells of the Rollout', () => told[0]);
    await cluster.startController();
    const report = await untilDeployment(world, id, ({ phase }) => phase === 'waiting' || phase === 'ended');
    end.abort();
    await watching;
    const { generation = 0 } = deployment.metadata;
    const seen = told.filter((state) => hasSeenWorkload(state, generation));
    expect(seen.at(-1)?.podHash).not.toBe(before);
    const rollout = await outside.object('Rollout', 'web');
    const replicaSets = await outside.objects('ReplicaSet');
    // Mostly one: where Argo's first look at the Rollout is older than the scaling, it has none to tell.
    const lies = seen.filter(({ podHash }) => podHash === before);
    const results = lies.map((state) =>
      bind({
        applied: { reference: referenceOf(rollout), uid: rollout.metadata.uid ?? '', generation: state.generation },
        planned: withReferredTemplate(rollout, deployment),
        state,
        replicaSets,
        workload: { applied: { reference: referenceOf(deployment), uid: '', generation }, live: deployment },
      }),
    );
    expect(results).toEqual(lies.map((): unknown => expect.objectContaining({ kind: 'not-yet', otherTemplate: true })));
    expect(report.rollouts[0]).toMatchObject({ situation: 'waiting', firstDeployment: false, pods: { wanted: 6 } });
    await world.close();
  });

  it('no version is written into the Deployment before its steps are seen, and that is waited for', async () => {
    const world = await createWorld({ cluster });
    const outside = new Outside(world);
    await deployed(world, staying(version('web', 1), { steps: [] }));
    await outside.untilRollout('web', isStable);
    await cluster.stopController();
    const id = await deploymentOf(world, run(world, staying(version('web', 2))));
    await untilDeployment(world, id, ({ summary }) => summary.includes('which has its steps before Deployment web'));
    expect(imageOf(await outside.read('Deployment', 'web'))).toBe(image(1));
    await cluster.startController();
    const report = await untilDeployment(world, id, ({ phase }) => phase === 'waiting');
    expect(report.rollouts[0]).toMatchObject({ stepIndex: 1, images: [image(2)], pods: { updated: 1 } });
    await world.close();
  });

  it('and does not come back, the deployment ends with the Deployment as it was', async () => {
    const world = await createWorld({ cluster, tuning: { graces: { ...defaultGraces, unbound: 2 } } });
    const outside = new Outside(world);
    await deployed(world, staying(version('web', 1), { steps: [] }));
    await outside.untilRollout('web', isStable);
    await cluster.stopController();
    const { status, summary } = await endOf(world, run(world, staying(version('web', 2))));
    await cluster.startController();
    expect([status, summary]).toEqual([
      'TERMINAL',
      expect.stringMatching(
        /Is its controller running.*Applied and left as it is: Rollout web in \S+\. Not applied: Deployment web in/,
      ),
    ]);
    expect(imageOf(await outside.read('Deployment', 'web'))).toBe(image(1));
    expect(isStable(await outside.untilRollout('web', isStable))).toBe(true);
    await world.close();
  });
});
