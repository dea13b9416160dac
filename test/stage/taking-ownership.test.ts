import { at, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice, application } from './people.ts';
import { deployed, deploymentOf, endOf, progressiveStage, run } from './pipeline.ts';
import type { StageParts } from './pipeline.ts';
import { podTemplate, runDeployment } from './running-deployment.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

const second = (name: string): string => deployment(name, { image: 'registry.example.com/web:2', replicas: 2 });

interface Case {
  readonly name: string;
  readonly made: (outside: Outside, name: string) => Promise<unknown>;
  /** Why it is refused, as long as the stage does not take it over. */
  readonly refused: string;
  /** What the owner does next. */
  readonly next: string;
}

const running = (outside: Outside, name: string): Promise<void> => runDeployment(outside, name, { replicas: 2 });
const marked =
  (metadata: object) =>
  async (outside: Outside, name: string): Promise<unknown> => {
    await running(outside, name);
    return outside.patch('Deployment', name, { metadata });
  };

const cases: readonly Case[] = [
  {
    name: 'of-helm',
    made: marked({
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'front', 'meta.helm.sh/release-namespace': 'sites' },
    }),
    refused: 'Deployment of-helm in {namespace} belongs to Helm (meta.helm.sh/release-name)',
    next: 'Deployment of-helm in {namespace} is taken over from Helm: the next "helm upgrade" of release front in sites starts the Deployment again',
  },
  {
    name: 'of-argo-cd',
    made: marked({ annotations: { 'argocd.argoproj.io/tracking-id': 'front:apps/Deployment:shop/of-argo-cd' } }),
    refused: 'Deployment of-argo-cd in {namespace} belongs to Argo CD (argocd.argoproj.io/tracking-id)',
    next: 'Deployment of-argo-cd in {namespace} is taken over from Argo CD: application front shows it as OutOfSync',
  },
  {
    name: 'of-terraform',
    made: async (outside, name) => {
      await running(outside, name);
      const spec = { replicas: 2, selector: { matchLabels: { app: name } }, template: podTemplate(name) };
      const applied = { ...{ apiVersion: 'apps/v1', kind: 'Deployment' }, metadata: { name }, spec };
      return outside.apply('Deployment', applied, 'terraform');
    },
    refused: 'Deployment of-terraform in {namespace} is managed by terraform',
    next: 'Deployment of-terraform in {namespace} is taken over from terraform: it writes its fields again whenever it runs',
  },
  {
    name: 'by-keda',
    made: async (outside, name) => {
      await running(outside, name);
      const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
      const autoscaler = { metadata: { name }, spec: { scaleTargetRef, maxReplicas: 3 } };
      return outside.create('HorizontalPodAutoscaler', autoscaler, 'keda-operator');
    },
    refused: 'HorizontalPodAutoscaler by-keda in {namespace} is managed by keda-operator',
    next: 'HorizontalPodAutoscaler by-keda in {namespace} is taken over from keda-operator: it writes its fields again',
  },
  {
    name: 'followed',
    made: async (outside, name) => {
      await running(outside, name);
      const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name, scaleDown: 'never' };
      const kind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };
      const spec = { replicas: 0, strategy: { canary: {} }, workloadRef };
      return outside.create('Rollout', { ...kind, metadata: { name: 'of-others' }, spec });
    },
    refused: 'Rollout of-others in {namespace} takes its pod template from Deployment followed in {namespace}',
    next: "is taken over from Rollout of-others in {namespace}: it goes on following the Deployment's template",
  },
];

describe('what belongs to somebody else', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  const here = (sentence: string): string => sentence.replaceAll('{namespace}', world.namespace);
  const warningsOf = async (parts: StageParts): Promise<string> => {
    const { problems, warnings } = await world.as(alice).plan(application, progressiveStage(parts));
    expect(problems).toEqual([]);
    return warnings.join('\n');
  };

  it.concurrent.each(cases)(
    '$name: a Deployment is left to its owner, and taken over where the stage says so, which tells what he does next',
    async ({ name, made, refused, next }) => {
      await made(outside, name);
      const manifest = second(name);
      const { summary } = await endOf(world, run(world, { manifest }));
      expect(summary).toContain(`Nothing was applied. ${here(refused)}`);
      expect(summary).toContain('or set takeOwnership in this stage.');
      expect(await outside.existing(['Rollout', name])).toEqual([]);

      const taking = { manifest, steps: [], deployment: { takeOwnership: true } };
      expect(await warningsOf(taking)).toContain(here(next));
      const again = run(world, taking);
      const id = await deploymentOf(world, again);
      expect(await endOf(world, again)).toMatchObject({ status: 'SUCCEEDED' });
      expect((await world.as(alice).deployment(id)).warnings.join('\n')).toContain(here(next));
      const rollout = await outside.untilRollout(name, isHealthy);
      expect(numberAt(rollout, 'status', 'availableReplicas')).toBe(2);
      expect(at(await outside.read('Deployment', name), 'spec', 'replicas')).toBe(0);
    },
  );

  it.concurrent('that is no workload is taken over as well, as long as the stage says so', async () => {
    const metadata = { name: 'site', labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } };
    await outside.create('Service', { metadata, spec: { selector: { app: 'old' }, ports: [{ port: 80 }] } });
    const manifest = documents(service('site'), second('site'));
    const taking = { manifest, deployment: { takeOwnership: true } };
    expect(await warningsOf(taking)).toContain(
      here(
        'Service site in {namespace} is taken over from Flux: Kustomization apps sets it back at its next interval.',
      ),
    );
    await deployed(world, taking);
    expect(textAt(await outside.read('Service', 'site'), 'spec', 'selector', 'app')).toBe('site');
    const { summary } = await endOf(world, run(world, { manifest }));
    expect(summary).toContain(here('Nothing was applied. Service site in {namespace} belongs to Flux'));
  });

  it.concurrent('lets nothing else pass: what is paused and has foreign pods stays refused', async () => {
    await marked({ labels: { 'app.kubernetes.io/managed-by': 'Helm' } })(outside, 'strict');
    await outside.patch('Deployment', 'strict', { spec: { paused: true } });
    const { metadata, spec } = podTemplate('strict');
    await outside.create('Pod', { metadata: { ...metadata, name: 'strict-stranger' }, spec });
    const taking = { manifest: second('strict'), deployment: { takeOwnership: true } };
    const { summary } = await endOf(world, run(world, taking));
    expect(summary).toMatch(
      /^Nothing was applied\. Deployment strict in \S+ is paused[^]*takes pods that are not its own/,
    );
    expect(summary).not.toContain('Helm');
  });
});
