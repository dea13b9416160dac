import { jest } from '@jest/globals';
import { numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { deployment, documents, quick, podinfo, service } from '../stage/manifests.ts';
import { isHealthy, Outside } from '../stage/outside.ts';
import { alice } from '../stage/people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  endOf,
  run,
  untilDeployment,
  waitingForApproval,
  weight,
} from '../stage/pipeline.ts';
import { createWorld, type World } from '../stage/world.ts';
import { startSimulatedCluster, type SimulatedCluster } from './simulated-cluster.ts';

// The service looks at its deployments once a second.
jest.setTimeout(60_000);

describe('a pipeline with our stage on the simulated cluster', () => {
  const unknown: string[] = [];
  let cluster: SimulatedCluster;
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    cluster = await startSimulatedCluster({ readyAfter: 20, onNotSimulated: (sentence) => unknown.push(sentence) });
    world = await createWorld({ cluster });
    outside = new Outside(world);
  });
  afterAll(async () => {
    await world.close();
    await cluster.stop();
  });
  afterEach(() => expect(unknown.splice(0)).toEqual([]));

  it('deploys real manifests with their Service and autoscaler', async () => {
    await deployed(world, { manifest: quick(podinfo('backend')) });
    expect(await outside.existing(['Service', 'backend'], ['HorizontalPodAutoscaler', 'backend'])).toHaveLength(2);
  });

  it('stops at an approval, goes on when somebody approves, and is green in Orca', async () => {
    const manifest = documents(service('approved'), deployment('approved'));
    await deployed(world, { manifest });
    const { id, report, ...running } = await waitingForApproval(world, {
      manifest: manifest.replace('web:1', 'web:2'),
    });
    expect(report.rollouts[0]).toMatchObject({ stepIndex: 1, weight: { planned: 25, actual: 25 } });
    expect((await world.as(alice).decide(id, 'approve', 'looks good')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    expect(isHealthy(await outside.rollout('approved'))).toBe(true);
  });

  it('goes on with a Rollout that somebody wrote by hand once its manifest is a Deployment, and loses no pod', async () => {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${world.namespace}/rollouts/by-hand`;
    await cluster.api().apply(path, byHand(), 'kubectl-client-side-apply');
    await outside.untilRollout('by-hand', isHealthy);
    const { id, report, ...running } = await waitingForApproval(world, {
      manifest: deployment('by-hand', { image: 'registry.example.com/web:2' }),
      steps: [weight(25), approval],
    });
    expect(report.rollouts[0]).toMatchObject({ firstDeployment: false, weight: { planned: 25, actual: 25 } });
    await world.as(alice).decide(id, 'approve');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    expect(numberAt(await outside.untilRollout('by-hand', isHealthy), 'status', 'availableReplicas')).toBe(4);
  });

  it('shows why a bad image stalls, aborts on request and puts the stable version back', async () => {
    const manifest = deployment('aborted').replace('progressDeadlineSeconds: 5', 'progressDeadlineSeconds: 1');
    await deployed(world, { manifest });
    const stable = textAt(await outside.rollout('aborted'), 'status', 'stableRS');
    const running = run(world, { manifest: manifest.replace('web:1', 'web:image-pull') });
    const id = await deploymentOf(world, running);
    const stalled = await untilDeployment(world, id, ({ phase }) => phase === 'stalled');
    expect(stalled.rollouts[0]?.troubles.join()).toContain('ImagePullBackOff');
    expect((await world.as(alice).decide(id, 'abort', 'bad image')).status).toBe(200);
    const { status, summary } = await endOf(world, running);
    expect([status, summary]).toEqual(['TERMINAL', expect.stringContaining('Aborted by alice@example.com: bad image')]);
    const back = await outside.untilRollout('aborted', isHealthy);
    expect(textAt(back, 'status', 'currentPodHash')).toBe(stable);
  });

  it('says of definitions that it does not play them, and knows nothing that they define', async () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com';
    const { status, body } = await cluster.api().send({ method: 'GET', path });
    expect([status, textAt(body, 'message')]).toEqual([501, expect.stringContaining('customresourcedefinitions')]);
    expect(unknown.splice(0)).toHaveLength(1);
    const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: left }\n';
    const running = run(world, { manifest: documents(widget, deployment('custom')) });
    expect((await endOf(world, running)).summary).toContain('knows no Widget (example.com/v1)');
  });
});

function byHand(): object {
  const labels = { app: 'by-hand' };
  const containers = [{ name: 'web', image: 'registry.example.com/web:1' }];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'by-hand' },
    spec: {
      replicas: 4,
      selector: { matchLabels: labels },
      strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}
