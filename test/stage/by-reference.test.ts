import { giveBackOnce } from '../../backend-stub/compose.ts';
import { at, numberAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { documents } from './manifests.ts';
import { Outside, imageOf, isStable } from './outside.ts';
import { alice, application } from './people.ts';
import {
  deployed,
  deploymentOf,
  endOf,
  progressiveStage,
  run,
  until,
  untilDeployment,
  waitingForApproval,
} from './pipeline.ts';
import { ReadyPods } from './ready-pods.ts';
import { runDeployment } from './running-deployment.ts';
import { image, staying, version, withAnnotation } from './staying.ts';
import { account, createWorld } from './world.ts';
import type { World } from './world.ts';

describe('a Deployment that stays, with a Rollout that refers to it', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  const eventsOf = async (id: string): Promise<string> =>
    (await world.as(alice).deployment(id)).events.map(({ sentence }) => sentence).join('\n');
  const approve = async (id: string): Promise<void> => {
    expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
  };
  const giveBack = (name: string) => {
    const { namespace, cluster } = world;
    const credentials = { source: 'kubeconfig', path: cluster.kubeconfig('driver') } as const;
    const accounts = [{ name: account, credentials, namespaces: [namespace] }];
    return giveBackOnce({ accounts }, { account, namespace, name, tell: () => undefined });
  };

  it.concurrent('is taken over, rolled forward, aborted and given back without losing a ready pod', async () => {
    await runDeployment(outside, 'whole');
    const pods = new ReadyPods(world, 'whole');
    await pods.ready(4);
    const { id, report } = await waitingForApproval(world, staying(version('whole', 2)));
    expect(report.rollouts[0]).toMatchObject({
      firstDeployment: false,
      pods: { wanted: 4, updated: 1 },
      images: [image(2)],
    });
    expect([await outside.wantedBy('Deployment', 'whole'), await outside.wantedBy('Rollout', 'whole')]).toEqual([0, 4]);
    expect(await eventsOf(id)).toMatch(
      /stays, because the stage says so[^]*Rollout whole in \S+, which refers to it, is made beside it, with its version and 4 pods\.[^]*is scaled to 0, and kept\.[^]*Deployment whole in \S+ is taken over/,
    );
    await approve(id);
    await untilDeployment(world, id, ({ outcome }) => outcome === 'succeeded');
    const live = await outside.rollout('whole');
    expect(at(live, 'spec', 'workloadRef')).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'whole',
      scaleDown: 'never',
    });
    expect(imageOf(await outside.read('Deployment', 'whole'))).toBe(image(2));

    const third = await waitingForApproval(world, staying(version('whole', 3)));
    expect(imageOf(await outside.read('Deployment', 'whole'))).toBe(image(3));
    expect((await world.as(alice).decide(third.id, 'abort')).status).toBe(200);
    const { summary } = await untilDeployment(world, third.id, ({ outcome }) => outcome === 'aborted');
    expect(summary).toMatch(/is back on its stable version/);
    expect(imageOf(await outside.read('Deployment', 'whole'))).toBe(image(2));
    await outside.untilRollout('whole', isStable);
    expect(await outside.wantedBy('Deployment', 'whole')).toBe(0);

    expect(await giveBack('whole')).toMatchObject({ kind: 'given-back' });
    await until('the pods of the Rollout are gone', () => (pods.curve.at(-1)?.pods.Rollout === 0 ? true : undefined));
    await pods.stop();
    const { leastReady, mostPods } = pods.extremes(4);
    expect([leastReady >= 3, mostPods <= 8]).toEqual([true, true]);
    expect([imageOf(await outside.read('Deployment', 'whole')), await outside.wantedBy('Deployment', 'whole')]).toEqual(
      [image(2), 4],
    );
    expect(await outside.existing(['Rollout', 'whole'])).toEqual([]);
  });

  it.concurrent('keeps its autoscaler, and what that scales it to meanwhile', async () => {
    await runDeployment(outside, 'scaled', { autoscaler: true, readyAfter: '1s' });
    const pods = new ReadyPods(world, 'scaled');
    await pods.ready(4);
    const running = run(world, staying(version('scaled', 2)));
    const id = await deploymentOf(world, running);
    await outside.untilRollout('scaled', (rollout) => rollout !== undefined);
    await outside.scaleDeployment('scaled', 6);
    await untilDeployment(world, id, ({ phase }) => phase === 'waiting');
    expect([await outside.wantedBy('Rollout', 'scaled'), await outside.wantedBy('Deployment', 'scaled')]).toEqual([
      6, 0,
    ]);
    expect(await outside.targetOf('scaled')).toBe('Rollout');
    await outside.scale('scaled', 5);
    await approve(id);
    await untilDeployment(world, id, ({ outcome }) => outcome === 'succeeded');
    expect([await outside.wantedBy('Rollout', 'scaled'), await outside.wantedBy('Deployment', 'scaled')]).toEqual([
      5, 0,
    ]);
    expect(await giveBack('scaled')).toMatchObject({ kind: 'given-back' });
    expect([await outside.wantedBy('Deployment', 'scaled'), await outside.targetOf('scaled')]).toEqual([
      5,
      'Deployment',
    ]);
    await pods.stop();
    const { leastReady, mostPods } = pods.extremes(4);
    expect([leastReady >= 3, mostPods <= 12]).toEqual([true, true]);
  });

  it.concurrent('is made without pods of its own where there was none, as the plan says before', async () => {
    const { notes, objects } = await world.as(alice).plan(application, progressiveStage(staying(version('fresh', 1))));
    expect(objects.map(({ kind, change }) => `${kind} ${change?.verdict}`)).toEqual([
      'Deployment create',
      'Rollout create',
    ]);
    expect(notes.join(' ')).toMatch(
      /Deployment fresh in \S+ stays, without pods of its own.*because the stage says so/,
    );
    await deployed(world, staying(version('fresh', 1)));
    expect([await outside.wantedBy('Deployment', 'fresh'), await outside.wantedBy('Rollout', 'fresh')]).toEqual([0, 4]);
    expect(numberAt(await outside.rollout('fresh'), 'status', 'availableReplicas')).toBe(4);
  });

  it.concurrent('gets what is left out of the next version taken out, and that is a new version', async () => {
    await deployed(world, staying(withAnnotation(version('less', 1))));
    const { id, report } = await waitingForApproval(world, staying(version('less', 1)));
    expect(report.rollouts[0]).toMatchObject({ pods: { updated: 1 } });
    await approve(id);
    await untilDeployment(world, id, ({ outcome }) => outcome === 'succeeded');
    const live = await outside.read('Deployment', 'less');
    expect(at(live, 'spec', 'template', 'metadata', 'annotations', 'more')).toBeUndefined();
  });

  it.concurrent('is as before when the pipeline is canceled before it is taken over', async () => {
    // Long enough for the cancel on a busy machine too.
    await runDeployment(outside, 'canceled', { readyAfter: '15s' });
    const running = run(world, staying(version('canceled', 2, { spec: 'progressDeadlineSeconds: 60' })));
    const id = await deploymentOf(world, running);
    await outside.untilRollout('canceled', (rollout) => rollout !== undefined);
    world.orca.cancel(running.executionId, alice, 'enough');
    const { summary } = await untilDeployment(world, id, ({ outcome }) => outcome === 'canceled');
    expect(summary).toContain(`Deployment canceled in ${world.namespace} runs as before. Nothing else was applied.`);
    expect([await outside.wantedBy('Deployment', 'canceled'), await outside.rollout('canceled')]).toEqual([
      4,
      undefined,
    ]);
    expect(imageOf(await outside.read('Deployment', 'canceled'))).toBe(image(1));
  });

  it.concurrent('is told that its version is changed by somebody else while it is rolled out', async () => {
    await deployed(world, staying(version('changed', 1)));
    const { id } = await waitingForApproval(world, staying(version('changed', 2)));
    await outside.patch('Deployment', 'changed', {
      spec: { template: { spec: { containers: [{ name: 'web', image: image(9) }] } } },
    });
    const { summary } = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
    expect(summary).toMatch(/^Rollout changed in \S+ now rolls out another version/);
  });

  it.concurrent('does not change together with other steps while it is between two versions', async () => {
    await deployed(world, staying(version('between', 1)));
    const waiting = await waitingForApproval(world, staying(version('between', 2)));
    world.orca.cancel(waiting.executionId, alice);
    await untilDeployment(world, waiting.id, ({ outcome }) => outcome === 'canceled');
    const { status, summary } = await endOf(world, run(world, staying(version('between', 3), { steps: [] })));
    expect([status, summary]).toEqual([
      'TERMINAL',
      expect.stringMatching(/^Nothing was applied\. Rollout between in \S+ is between two versions, by other steps/),
    ]);
    expect(imageOf(await outside.read('Deployment', 'between'))).toBe(image(2));
    const { report } = await waitingForApproval(world, staying(version('between', 3)));
    expect(report.rollouts[0]).toMatchObject({ images: [image(3)], pods: { updated: 1 } });
  });

  it.concurrent('is referred to by no Rollout that holds its version itself, until that was given back', async () => {
    await deployed(world, { manifest: version('own', 1) });
    const { summary } = await endOf(world, run(world, staying(version('own', 2))));
    expect(summary).toMatch(/holds its pod template itself.*run "gennaker give-back" first/);
    expect(await giveBack('own')).toMatchObject({ kind: 'given-back' });
    await deployed(world, staying(version('own', 2), { steps: [] }));
    expect(imageOf(await outside.read('Deployment', 'own'))).toBe(image(2));
    // And back: the Rollout gets the template and keeps its pods, and the Deployment is left as it is.
    const { report } = await waitingForApproval(world, { manifest: version('own', 3) });
    expect(report.rollouts[0]).toMatchObject({ images: [image(3)], pods: { updated: 1 } });
    expect(at(await outside.rollout('own'), 'spec', 'workloadRef')).toBeUndefined();
    expect(await outside.wantedBy('Deployment', 'own')).toBe(0);
  });

  it.concurrent('goes together with others of the same manifest', async () => {
    await runDeployment(outside, 'one', { readyAfter: '1s' });
    await deployed(world, staying(documents(version('one', 2), version('two', 1)), { steps: [] }));
    expect([await outside.wantedBy('Deployment', 'one'), await outside.wantedBy('Deployment', 'two')]).toEqual([0, 0]);
    expect(imageOf(await outside.read('Deployment', 'one'))).toBe(image(2));
  });
});
