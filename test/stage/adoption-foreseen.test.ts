import type { PlanReport } from '../../backend-stub/contract/plan.ts';
import { numberAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { changedLines } from '../backend-stub/deployment/changed-objects.ts';
import { deployment } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice, application } from './people.ts';
import { deploymentOf, endOf, progressiveStage, run } from './pipeline.ts';
import { runDeployment } from './running-deployment.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

const second = (name: string): string => deployment(name, { image: 'registry.example.com/web:2' });
const unmeasured = 'FailedGetResourceMetric';

/** As the controller of autoscalers says it, which the small cluster has none of; the words are its own. */
function withoutMetrics(outside: Outside, name: string): Promise<unknown> {
  const condition = {
    ...{ type: 'ScalingActive', status: 'False', lastTransitionTime: '2026-01-01T00:00:00Z', reason: unmeasured },
    message:
      'the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
  };
  return outside.patchStatus('HorizontalPodAutoscaler', name, {
    ...{ currentReplicas: 4, desiredReplicas: 0, conditions: [condition] },
  });
}

describe('before a Deployment is taken over', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  const planned = (manifest: string): Promise<PlanReport> =>
    world.as(alice).plan(application, progressiveStage({ manifest }));

  it.concurrent(
    'plan and details say that its autoscaler has no metrics, so that its pods stay as many as they are',
    async () => {
      await runDeployment(outside, 'blind', { autoscaler: true });
      await withoutMetrics(outside, 'blind');
      const says = new RegExp(
        `^HorizontalPodAutoscaler blind in \\S+ has no metrics \\(${unmeasured}: [^]*\\): the number of pods stays as it is until it has\\.$`,
      );
      const { warnings, problems } = await planned(second('blind'));
      expect([problems, warnings]).toEqual([[], expect.arrayContaining([expect.stringMatching(says)])]);
      const running = run(world, { manifest: second('blind'), steps: [] });
      const id = await deploymentOf(world, running);
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
      expect((await world.as(alice).deployment(id)).warnings).toContainEqual(expect.stringMatching(says));
      const rollout = await outside.untilRollout('blind', isHealthy);
      expect(numberAt(rollout, 'spec', 'replicas')).toBe(4);
      expect((await planned(second('blind').replace('web:2', 'web:3'))).warnings).toContainEqual(
        expect.stringMatching(says),
      );
    },
  );

  it.concurrent('the plan shows as many pods as run, where the manifest says no number', async () => {
    await runDeployment(outside, 'unset', { replicas: 3 });
    const { objects } = await planned(second('unset').replace(/ {2}replicas: \d+\n/, ''));
    const lines = changedLines(objects.find(({ kind }) => kind === 'Rollout')?.change?.diff ?? []);
    expect(lines).toContainEqual(expect.stringMatching(/^ *replicas: 3$/));
  });

  it('the plan says when a quota has no room for its pods twice, and the Deployment stays as it is', async () => {
    await runDeployment(outside, 'tight', { replicas: 2 });
    await outside.quota('pods', 1);
    const { warnings, problems } = await planned(second('tight'));
    expect(problems).toEqual([]);
    expect(warnings.filter((sentence) => sentence.startsWith('ResourceQuota'))).toEqual([
      `ResourceQuota few in ${world.namespace} can not hold the pods of a Deployment twice, as taking it over needs for a moment: of 100 pods 1 are free, and at the peak 2 more are needed. Pods beside it are refused, and it stays as it is.`,
    ]);
    const { status, summary } = await endOf(world, run(world, { manifest: second('tight') }));
    expect([status, summary]).toEqual([
      'TERMINAL',
      expect.stringMatching(/do not become ready: [01] of 2 are[^]*runs as before/),
    ]);
    expect(numberAt(await outside.read('Deployment', 'tight'), 'status', 'availableReplicas')).toBe(2);
  }, 120_000);
});
