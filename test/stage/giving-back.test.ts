import { stringify } from 'yaml';
import { at, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { giveBackOnce } from '../../backend-stub/compose.ts';
import type { GivenBack } from '../../backend-stub/reconcile/give-back.ts';
import { ConfigurationFiles } from '../backend-stub/configuration-files.ts';
import { GennakerProcess } from '../backend-stub/gennaker-process.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { deployment } from './manifests.ts';
import { Outside } from './outside.ts';
import { deployed, endOf, run, until, waitingForApproval } from './pipeline.ts';
import { ReadyPods } from './ready-pods.ts';
import { podTemplate, runDeployment, untilAtRest } from './running-deployment.ts';
import { account, createWorld } from './world.ts';
import type { World } from './world.ts';

const second = (name: string): string => deployment(name, { image: 'registry.example.com/web:2' });
const imageOf = (workload: unknown): unknown => {
  const containers = at(workload, 'spec', 'template', 'spec', 'containers');
  return Array.isArray(containers) ? containers.map((one) => textAt(one, 'image')).join() : undefined;
};

const files = new ConfigurationFiles();
afterAll(() => files.remove());

describe('a workload that is given back to a Deployment', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  const giveBack = (name: string, told: string[] = []): Promise<GivenBack> => {
    const { namespace, cluster } = world;
    const credentials = { source: 'kubeconfig', path: cluster.kubeconfig('driver') } as const;
    const accounts = [{ name: account, credentials, namespaces: [namespace] }];
    return giveBackOnce({ accounts }, { account, namespace, name, tell: (sentence) => void told.push(sentence) });
  };

  it.concurrent('runs its present version as before, with its autoscaler, and loses no ready pod', async () => {
    await runDeployment(outside, 'web', { autoscaler: true });
    // What the Rollout no longer has must not come back with the Deployment.
    const sidecar = { name: 'sidecar', image: 'registry.example.com/sidecar:1' };
    const containers = [{ name: 'web', image: 'registry.example.com/web:1' }, sidecar];
    await outside.patch('Deployment', 'web', { spec: { template: { spec: { containers } } } });
    await untilAtRest(outside, 'web', 4);
    await deployed(world, { manifest: second('web'), steps: [] });
    const pods = new ReadyPods(world, 'web');
    await pods.ready(4);
    const told: string[] = [];
    expect(await giveBack('web', told)).toEqual({
      kind: 'given-back',
      sentence: `Deployment web in ${world.namespace} runs the workload on 4 pods, and no Rollout does.`,
    });
    await until('the pods of the Rollout are gone', () => (pods.curve.at(-1)?.pods.Rollout === 0 ? true : undefined));
    await pods.stop();
    expect(pods.extremes(4)).toEqual({ leastReady: 4, mostPods: 8 });
    expect(imageOf(await outside.read('Deployment', 'web'))).toBe('registry.example.com/web:2');
    const autoscaler = await outside.read('HorizontalPodAutoscaler', 'web');
    expect(at(autoscaler, 'spec', 'scaleTargetRef', 'kind')).toBe('Deployment');
    expect(await outside.existing(['Rollout', 'web'])).toEqual([]);
    expect(told.join('\n')).toMatch(
      /^Rollout web in \S+ takes no deployment[^]*A Deployment beside[^]*HorizontalPodAutoscaler web in \S+ aims at the Deployment now\.\nRollout web in \S+ is deleted/,
    );
    // And again: there is nothing left to do.
    expect((await giveBack('web')).kind).toBe('given-back');
    // The next stage takes it over anew.
    await deployed(world, { manifest: deployment('web', { image: 'registry.example.com/web:3' }), steps: [] });
    expect(numberAt(await outside.read('Deployment', 'web'), 'spec', 'replicas')).toBe(0);
  });

  it.concurrent('gets a new Deployment where there was none', async () => {
    await deployed(world, { manifest: second('fresh') });
    expect((await giveBack('fresh')).kind).toBe('given-back');
    const made = await outside.read('Deployment', 'fresh');
    expect([imageOf(made), numberAt(made, 'status', 'availableReplicas')]).toEqual(['registry.example.com/web:2', 4]);
  });

  it.concurrent('stays with the Rollout while that is between two versions', async () => {
    await deployed(world, { manifest: deployment('between') });
    await waitingForApproval(world, { manifest: second('between') });
    expect(await giveBack('between')).toEqual({
      kind: 'refused',
      sentence: `Rollout between in ${world.namespace} is not given back: it is not at rest on one version; approve or abort what it rolls out first.`,
    });
    expect(await outside.existing(['Deployment', 'between'])).toEqual([]);
  });

  it.concurrent('takes no deployment meanwhile, and goes on where it was stopped', async () => {
    await deployed(world, { manifest: deployment('stopped') });
    await outside.patch('Rollout', 'stopped', { metadata: { annotations: { 'gennaker.dev/giving-back': 'true' } } });
    const { status, summary } = await endOf(world, run(world, { manifest: second('stopped') }));
    expect([status, summary]).toEqual(['TERMINAL', expect.stringContaining('is being given back to a Deployment')]);
    expect((await giveBack('stopped')).kind).toBe('given-back');
    expect(imageOf(await outside.read('Deployment', 'stopped'))).toBe('registry.example.com/web:1');
  });

  it.concurrent('has of the Deployment what the Rollout has, and nothing that only the Deployment had', async () => {
    await deployed(world, { manifest: deployment('other') });
    const { metadata, spec } = podTemplate('other');
    const template = { metadata, spec: { ...spec, nodeSelector: { disk: 'old' }, priority: 0 } };
    const selector = { matchLabels: { app: 'other' } };
    await outside.create('Deployment', { metadata: { name: 'other' }, spec: { replicas: 0, selector, template } });
    expect((await giveBack('other')).kind).toBe('given-back');
    const made = await outside.read('Deployment', 'other');
    expect(at(made, 'spec', 'template', 'spec', 'nodeSelector')).toBeUndefined();
    expect(numberAt(made, 'status', 'availableReplicas')).toBe(4);
  });

  it.concurrent('is given back all the same by a command that is killed again and again', async () => {
    await runDeployment(outside, 'killed', { autoscaler: true, readyAfter: '1s' });
    await deployed(world, { manifest: second('killed'), steps: [] });
    const pods = new ReadyPods(world, 'killed');
    await pods.ready(4);
    const words = ['give-back', '--config', configuration(), '--account', account];
    const start = (): GennakerProcess =>
      new GennakerProcess([...words, '--namespace', world.namespace, '--name', 'killed']);
    for (const lines of [1, 2, 3]) {
      const process = start();
      await Promise.race([
        process.exit(),
        until('it has told', () => (process.output.length >= lines ? true : undefined)),
      ]);
      await process.end();
    }
    const last = start();
    expect([await last.exit(), last.output.at(-1)]).toEqual([0, expect.stringContaining('and no Rollout does.')]);
    await pods.stop();
    expect(pods.extremes(4)).toEqual({ leastReady: 4, mostPods: 8 });
    expect(await outside.existing(['Rollout', 'killed'])).toEqual([]);
  });

  const configuration = (): string =>
    files.write(
      'gennaker.yaml',
      stringify({
        publicUrl: 'http://gennaker.gennaker.svc:8081',
        orca: {
          url: 'http://127.0.0.1:1',
          readAs: 'reader',
          bearerFiles: [files.write('bearer', 'the-bearer-of-orca')],
        },
        access: 'open',
        postgres: { urlFile: files.write('url', 'postgres://127.0.0.1:1/gennaker') },
        accounts: [{ name: account, kubeconfig: world.cluster.kubeconfig('driver'), namespaces: [world.namespace] }],
      }),
    );
});

it('a workload stays with the Rollout where the pods of the Deployment do not come', async () => {
  const world = await createWorld({ cluster: await sharedCluster() });
  const outside = new Outside(world);
  await deployed(world, { manifest: deployment('web', { replicas: 2 }) });
  await outside.quota('pods', 0);
  const accounts = [
    { name: account, credentials: { source: 'kubeconfig', path: world.cluster.kubeconfig('driver') } as const },
  ];
  const asked = { account, namespace: world.namespace, name: 'web', tell: () => undefined };
  expect(await giveBackOnce({ accounts }, asked)).toEqual({
    kind: 'refused',
    sentence: `The pods of Deployment web in ${world.namespace} do not become ready: 0 of 2 pods of the Deployment beside it are ready. Rollout web in ${world.namespace} runs as before.`,
  });
  const rollout = await outside.rollout('web');
  expect(at(rollout, 'metadata', 'annotations', 'gennaker.dev/giving-back')).toBeUndefined();
  expect(numberAt(rollout, 'status', 'availableReplicas')).toBe(2);
  expect(numberAt(await outside.read('Deployment', 'web'), 'spec', 'replicas')).toBe(0);
  await world.close();
});
