import { numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { defaultGraces } from '../../backend-stub/deployment/conclude.ts';
import { sharedCluster, startCluster } from '../cluster/cluster.ts';
import { deployment, documents } from './manifests.ts';
import { Outside, imageOf, isHealthy } from './outside.ts';
import { alice, application } from './people.ts';
import {
  deployed,
  deploymentOf,
  endOf,
  progressiveStage,
  run,
  stageOf,
  until,
  untilDeployment,
  waitingForApproval,
} from './pipeline.ts';
import type { Running } from './pipeline.ts';
import { ReadyPods } from './ready-pods.ts';
import { podTemplate, runDeployment } from './running-deployment.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** Long enough for whoever interrupts a take-over on a busy machine. */
const slow = '12s';
const second = (name: string, more = {}): string => deployment(name, { image: 'registry.example.com/web:2', ...more });

describe('what runs as a Deployment', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  const eventsOf = async (id: string): Promise<string> =>
    (await world.as(alice).deployment(id)).events.map(({ sentence }) => sentence).join('\n');
  const adopting = async (name: string, manifest = second(name)): Promise<Running & { readonly id: string }> => {
    const running = run(world, { manifest });
    const id = await deploymentOf(world, running);
    await until(`a Rollout beside ${name}`, async () =>
      (await outside.rollout(name)) === undefined ? undefined : true,
    );
    return { ...running, id };
  };
  /** Whoever looked away meanwhile sees no difference. */
  const expectAsBefore = async (name: string, replicas = 4): Promise<void> => {
    const left = await outside.existing(['Rollout', name], ['Deployment', name], ['Service', name]);
    expect(left).toEqual([`Deployment ${name}`, `Service ${name}`]);
    expect(await outside.wantedBy('Deployment', name)).toBe(replicas);
  };

  it.concurrent('is taken over without losing a ready pod, and the new version comes as a canary', async () => {
    await runDeployment(outside, 'plain');
    const pods = new ReadyPods(world, 'plain');
    await pods.ready(4);
    const { id, report } = await waitingForApproval(world, { manifest: second('plain') });
    expect(report.rollouts[0]).toMatchObject({ firstDeployment: false, pods: { wanted: 4, updated: 1 } });
    expect(await outside.wantedBy('Deployment', 'plain')).toBe(0);
    expect(pods.extremes(4)).toEqual({ leastReady: expect.any(Number), mostPods: 8 });
    expect((await world.as(alice).decide(id, 'abort')).status).toBe(200);
    await untilDeployment(world, id, ({ outcome }) => outcome === 'aborted');
    expect(imageOf(await outside.untilRollout('plain', isHealthy))).toBe('registry.example.com/web:1');
    await pods.stop();
    expect(pods.extremes(4).leastReady).toBeGreaterThanOrEqual(3);
    expect(await eventsOf(id)).toMatch(
      /runs already: Rollout plain in \S+ is made beside it, with its version and 4 pods\.\n[^]*Rollout plain in \S+ has as many pods ready: Deployment plain in \S+ is scaled to 0, and kept\.\n[^]*Deployment plain in \S+ is taken over/,
    );
  });

  it.concurrent('keeps its autoscaler, which no manifest names, and what that scales it to meanwhile', async () => {
    await runDeployment(outside, 'scaled', { autoscaler: true, readyAfter: '1s' });
    const pods = new ReadyPods(world, 'scaled');
    await pods.ready(4);
    const { id } = await adopting('scaled');
    await outside.scaleDeployment('scaled', 6);
    await until('the autoscaler aims at the Rollout', async () =>
      (await outside.targetOf('scaled')) === 'Rollout' ? true : undefined,
    );
    await untilDeployment(world, id, ({ phase }) => phase === 'waiting');
    await pods.stop();
    expect(pods.extremes(4)).toEqual({ leastReady: 4, mostPods: 12 });
    expect([await outside.wantedBy('Rollout', 'scaled'), await outside.wantedBy('Deployment', 'scaled')]).toEqual([
      6, 0,
    ]);
    expect(await eventsOf(id)).toMatch(
      /HorizontalPodAutoscaler scaled in \S+ aims at Deployment scaled in \S+ and stands in no manifest here[^]*Rollout scaled in \S+ is scaled to 6 pods[^]*HorizontalPodAutoscaler scaled in \S+ aims at the Rollout now/,
    );
  });

  it.concurrent('and was scaled to 0 stands in nobody’s way, and is left as it is', async () => {
    await runDeployment(outside, 'asleep', { replicas: 0 });
    const generation = numberAt(await outside.read('Deployment', 'asleep'), 'metadata', 'generation');
    const { status } = await endOf(world, run(world, { manifest: second('asleep', { replicas: 2 }) }));
    expect(status).toBe('SUCCEEDED');
    expect(numberAt(await outside.read('Deployment', 'asleep'), 'metadata', 'generation')).toBe(generation);
  });

  describe('and is being taken over', () => {
    it.concurrent('is as before when the pipeline is canceled before that is done', async () => {
      await runDeployment(outside, 'canceled', { readyAfter: slow });
      const pods = new ReadyPods(world, 'canceled');
      await pods.ready(4);
      const { id, executionId } = await adopting('canceled');
      world.orca.cancel(executionId, alice, 'enough');
      const { outcome, summary } = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
      expect([outcome, summary]).toEqual([
        'canceled',
        `The execution was canceled by alice@example.com. Deployment canceled in ${world.namespace} runs as before. Nothing else was applied.`,
      ]);
      await expectAsBefore('canceled');
      await pods.stop();
      expect(pods.extremes(4).leastReady).toBe(4);
    });

    it.concurrent('is as before when somebody aborts, and he is told', async () => {
      await runDeployment(outside, 'aborted', { readyAfter: slow });
      const { id } = await adopting('aborted');
      const { status, body } = await world.as(alice).decide(id, 'abort');
      expect([status, body.state]).toEqual([200, 'done']);
      const { outcome, summary } = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
      expect(outcome).toBe('aborted');
      expect(summary).toMatch(/^Aborted by alice@example.com\. Deployment aborted in \S+ runs as before\./);
      await expectAsBefore('aborted');
    });

    it.concurrent('goes on to the end of that where it stood down already, and back where it did not', async () => {
      await runDeployment(outside, 'first', { autoscaler: true });
      await runDeployment(outside, 'slow', { autoscaler: true, readyAfter: slow });
      const { id, executionId } = await adopting('slow', documents(second('first'), second('slow')));
      const pods = ['first', 'slow'].map((name) => new ReadyPods(world, name));
      await Promise.all(pods.map((one) => one.ready(4)));
      await until('the first stands down', async () =>
        (await outside.wantedBy('Deployment', 'first')) === 0 ? true : undefined,
      );
      world.orca.cancel(executionId, alice);
      const { summary } = await untilDeployment(world, id, ({ outcome }) => outcome === 'canceled');
      expect(summary).toBe(
        `The execution was canceled by alice@example.com. Deployment first in ${world.namespace} is taken over: Rollout first in ${world.namespace} runs its version on 4 pods, and the Deployment is kept without any. Deployment slow in ${world.namespace} runs as before. Nothing else was applied.`,
      );
      await Promise.all(pods.map((one) => one.stop()));
      expect([await outside.targetOf('first'), await outside.wantedBy('Rollout', 'first')]).toEqual(['Rollout', 4]);
      expect(await outside.targetOf('slow')).toBe('Deployment');
      await expectAsBefore('slow');
      expect(pods.map((one) => one.extremes(4).leastReady)).toEqual([4, 4]);
    });

    it.concurrent(
      'is as before when the stage is restarted with another manifest, which is told to come again',
      async () => {
        await runDeployment(outside, 'restarted', { readyAfter: slow });
        const ours = { ...progressiveStage({ manifest: second('restarted') }), refId: '1' };
        const stages = [
          ours,
          { type: 'wait', name: 'Wait', refId: '2', waitTime: 1 },
          { type: 'noSuchStage', name: 'Fail', refId: '3', requisiteStageRefIds: ['2'] },
        ];
        const execution = world.orca.start({ application, name: 'deploy shop', user: alice, stages });
        const running = { executionId: execution.id, stageId: stageOf(execution).id };
        const id = await deploymentOf(world, running);
        await untilDeployment(world, id, ({ phase }) => phase === 'adopting');
        await world.orca.finished(execution.id);
        const { deployment: other } = progressiveStage({ manifest: deployment('restarted', { image: 'web:3' }) });
        world.orca.patchStage(execution.id, running.stageId, { deployment: other ?? {} });
        world.orca.restartStage(execution.id, running.stageId);
        const { outcome, summary } = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
        expect([outcome, summary]).toEqual([
          'failed',
          `The stage was restarted with another deployment. Deployment restarted in ${world.namespace} runs as before. Nothing else was applied.`,
        ]);
        expect((await endOf(world, running)).refusal).toMatch(
          /the attempt before is just taking over what runs as a Deployment.*Restart the stage again in a moment/,
        );
        await expectAsBefore('restarted');
      },
    );

    it.concurrent('is as before when it gets another version meanwhile, which is said', async () => {
      await runDeployment(outside, 'changed', { readyAfter: slow });
      const running = await adopting('changed');
      const template = podTemplate('changed', { image: 'registry.example.com/web:hot-fix' });
      await outside.patch('Deployment', 'changed', { spec: { template } });
      expect((await endOf(world, running)).summary).toMatch(
        /^Deployment changed in \S+ was given another version while it was taken over\. Deployment changed in \S+ runs as before\./,
      );
      await expectAsBefore('changed');
    });
  });
});

it('a Deployment that was left half taken over is taken up by the next deployment', async () => {
  // On a store that does not outlive the service: nobody remembers the first one.
  const world = await createWorld({ cluster: await sharedCluster() });
  const outside = new Outside(world);
  await runDeployment(outside, 'web', { readyAfter: '5s' });
  const forgotten = run(world, { manifest: second('web') });
  const uidOf = async (): Promise<string | undefined> => textAt(await outside.rollout('web'), 'metadata', 'uid');
  const left = await until('a Rollout beside it', uidOf);
  await world.restart();
  world.orca.cancel(forgotten.executionId, alice);
  await deployed(world, { manifest: second('web'), steps: [] });
  expect([await uidOf(), numberAt(await outside.read('Deployment', 'web'), 'spec', 'replicas')]).toEqual([left, 0]);
  expect(imageOf(await outside.rollout('web'))).toBe('registry.example.com/web:2');
  await world.close();
});

describe('a cluster that does not let a Deployment be taken over', () => {
  it('leaves it as before when the pods beside it do not come in time', async () => {
    const world = await createWorld({ cluster: await sharedCluster() });
    const outside = new Outside(world);
    await runDeployment(outside, 'web', { replicas: 2, service: false });
    await outside.quota('pods', 0);
    const { status, summary } = await endOf(world, run(world, { manifest: second('web') }));
    expect([status, summary]).toEqual([
      'TERMINAL',
      `The pods of Rollout web in ${world.namespace}, which is to take over Deployment web in ${world.namespace}, do not become ready: 0 of 2 are. Deployment web in ${world.namespace} runs as before. Nothing else was applied.`,
    ]);
    expect(await outside.existing(['Rollout', 'web'], ['Deployment', 'web'])).toEqual(['Deployment web']);
    await world.close();
  });

  it('leaves it as before when no controller looks at the Rollout', async () => {
    const cluster = await startCluster();
    await cluster.stopController();
    const tuning = { graces: { ...defaultGraces, unbound: 2 } };
    const world = await createWorld({ cluster, tuning });
    const outside = new Outside(world);
    await runDeployment(outside, 'web', { replicas: 2 });
    expect((await endOf(world, run(world, { manifest: second('web') }))).summary).toMatch(
      /^Argo Rollouts does not look at Rollout web in \S+, which is to take over Deployment web in \S+: is its controller running .*\? Deployment web in \S+ runs as before\./,
    );
    expect(await outside.existing(['Rollout', 'web'], ['Deployment', 'web'])).toEqual(['Deployment web']);
    await world.close();
    await cluster.stop();
  });
});
