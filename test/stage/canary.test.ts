import { at, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { deployment, podinfo, quick, withTag } from './manifests.ts';
import { alice, reader } from './people.ts';
import { approval, deploymentOf, run, stageOf, until, untilDeployment, waitsForApproval, weight } from './pipeline.ts';
import type { Running } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('a pipeline with our stage on a real cluster', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
  });
  afterAll(() => world.close());

  const rollout = async (name: string): Promise<unknown> =>
    world.cluster
      .api()
      .ok({ method: 'GET', path: `/apis/argoproj.io/v1alpha1/namespaces/${world.namespace}/rollouts/${name}` });
  const finish = async (running: Running, status: string): Promise<string> => {
    const execution = await world.orca.finished(running.executionId);
    expect([execution.status, JSON.stringify(at(stageOf(execution).context, 'webhook', 'monitor', 'body'))]).toEqual([
      status,
      expect.anything(),
    ]);
    return textAt(stageOf(execution).context, 'webhook', 'monitor', 'body', 'summary') ?? '';
  };
  const firstDeployment = async (manifest: string): Promise<void> => {
    const summary = await finish(run(world, { manifest }), 'SUCCEEDED');
    expect(summary).toContain('runs the new version');
  };

  it('deploys real manifests for the first time, without steps since nothing runs yet', async () => {
    await firstDeployment(quick(podinfo('backend')));
    expect(numberAt(await rollout('backend'), 'spec', 'replicas')).toBe(1);
  });

  it('stops at an approval, goes on when somebody approves, and is green in Orca', async () => {
    const manifest = deployment('approved');
    await firstDeployment(manifest);
    const running = run(world, { manifest: manifest.replace('web:1', 'web:2') });
    const id = await deploymentOf(world, running);
    const waiting = await untilDeployment(world, id, waitsForApproval);
    expect(waiting.rollouts[0]).toMatchObject({
      stepIndex: 1,
      weight: { planned: 25, actual: 25 },
      pods: { wanted: 4, updated: 1 },
    });
    expect(waiting.summary).toBe(`Rollout approved in ${world.namespace} waits at step 2 of 4 for approval.`);
    const decision = await world.as(alice).decide(id, 'approve', 'looks good');
    expect([decision.status, decision.body.state]).toEqual([200, 'done']);
    await finish(running, 'SUCCEEDED');
    expect(textAt(await rollout('approved'), 'status', 'phase')).toBe('Healthy');
  });

  it('shows why a bad image stalls, aborts on request, puts the stable version back, and the next run does not retry it', async () => {
    const manifest = deployment('aborted');
    await firstDeployment(manifest);
    const stable = textAt(await rollout('aborted'), 'status', 'stableRS');
    const running = run(world, { manifest: manifest.replace('web:1', 'web:image-pull') });
    const id = await deploymentOf(world, running);
    const stalled = await untilDeployment(world, id, ({ phase }) => phase === 'stalled');
    expect(stalled.rollouts[0]?.troubles.join()).toContain('ImagePullBackOff');
    expect((await world.as(alice).decide(id, 'abort', 'bad image')).status).toBe(200);
    const summary = await finish(running, 'TERMINAL');
    expect(summary).toMatch(
      /^Aborted by alice@example\.com: bad image\. .*ImagePullBackOff.* is back on its stable version/,
    );
    const after = await until('the stable version is healthy', async () => {
      const object = await rollout('aborted');
      return textAt(object, 'status', 'phase') === 'Healthy' ? object : undefined;
    });
    expect(textAt(after, 'status', 'currentPodHash')).toBe(stable);
    const next = run(world, { manifest: manifest.replace('web:1', 'web:3'), steps: [weight(50)] });
    await finish(next, 'SUCCEEDED');
  });

  it('keeps the number of pods that an autoscaler chose', async () => {
    const manifest = quick(podinfo('frontend'));
    await firstDeployment(manifest);
    expect(numberAt(await rollout('frontend'), 'spec', 'replicas')).toBe(2);
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${world.namespace}/rollouts/frontend/scale`;
    await world.cluster
      .api()
      .ok({ method: 'PATCH', path, body: { spec: { replicas: 4 } }, contentType: 'application/merge-patch+json' });
    await finish(run(world, { manifest: withTag(manifest, '6.14.2'), steps: [weight(50)] }), 'SUCCEEDED');
    expect(numberAt(await rollout('frontend'), 'spec', 'replicas')).toBe(4);
  });

  it('rolls several Deployments together: an approval is asked for when all are there, and lets all go', async () => {
    const two = (version: number): string =>
      [
        deployment('cart', { replicas: 2, image: `cart:${version}` }),
        deployment('till', { replicas: 4, image: `till:${version}` }),
      ].join('---\n');
    await firstDeployment(two(1));
    const running = run(world, { manifest: two(2), steps: [weight(50), approval] });
    const id = await deploymentOf(world, running);
    await untilDeployment(world, id, waitsForApproval);
    expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
    await finish(running, 'SUCCEEDED');
    for (const name of ['cart', 'till']) expect(textAt(await rollout(name), 'status', 'phase')).toBe('Healthy');
  });

  it('says that nothing is to be done when the same version is deployed again', async () => {
    const manifest = deployment('same');
    await firstDeployment(manifest);
    expect(await finish(run(world, { manifest }), 'SUCCEEDED')).toContain('already ran this version');
  });

  it('lets nobody decide who may only read', async () => {
    const manifest = deployment('guarded');
    await firstDeployment(manifest);
    const running = run(world, { manifest: manifest.replace('web:1', 'web:2') });
    const id = await deploymentOf(world, running);
    await untilDeployment(world, id, waitsForApproval);
    const denied = await world.as(reader).decide(id, 'approve');
    expect([denied.status, denied.body.message]).toEqual([403, expect.stringContaining('EXECUTE')]);
    world.orca.cancel(running.executionId, alice, 'enough');
    expect((await world.orca.finished(running.executionId)).status).toBe('CANCELED');
    const ended = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
    expect([ended.outcome, ended.rollouts[0]?.situation]).toEqual(['canceled', 'waiting']);
  });
});
