import { at, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { PlanReport } from '../../backend-stub/contract/plan.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside } from './outside.ts';
import { alice, application } from './people.ts';
import { deployed, endOf, progressiveStage, run, until } from './pipeline.ts';
import { namespaceWithout } from './rights.ts';
import type { Right } from './rights.ts';
import { podTemplate, runDeployment } from './running-deployment.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

const second = (name: string): string => deployment(name, { image: 'registry.example.com/web:2' });

interface Case {
  readonly name: string;
  /** What somebody did before, beside or instead of an ordinary Deployment. */
  readonly made: (outside: Outside, name: string) => Promise<unknown>;
  readonly says: string | RegExp;
}

const running = (outside: Outside, name: string): Promise<void> => runDeployment(outside, name, { replicas: 2 });
const changed =
  (change: object) =>
  async (outside: Outside, name: string): Promise<unknown> => {
    await running(outside, name);
    return outside.patch('Deployment', name, change);
  };

const cases: readonly Case[] = [
  {
    name: 'of-helm',
    made: changed({ metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm' } } }),
    says: 'belongs to Helm (app.kubernetes.io/managed-by); deploy it by Helm, or take it out of Helm first',
  },
  {
    name: 'of-argo-cd',
    made: changed({ metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'shop' } } }),
    says: 'belongs to Argo CD',
  },
  {
    name: 'of-terraform',
    made: async (outside, name) => {
      await running(outside, name);
      const spec = { replicas: 2, selector: { matchLabels: { app: name } }, template: podTemplate(name) };
      const kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
      const applied = { ...kind, metadata: { name }, spec };
      return outside.apply('Deployment', applied, 'terraform');
    },
    says: 'is managed by terraform (its field manager)',
  },
  {
    name: 'owned',
    made: async (outside, name) => {
      await running(outside, name);
      await outside.create('ConfigMap', { metadata: { name } });
      const uid = textAt(await outside.read('ConfigMap', name), 'metadata', 'uid');
      const owner = { apiVersion: 'v1', kind: 'ConfigMap', name, uid };
      return outside.patch('Deployment', name, { metadata: { ownerReferences: [owner] } });
    },
    says: 'is made by ConfigMap owned, which would start it again',
  },
  { name: 'paused', made: changed({ spec: { paused: true } }), says: 'is paused in the middle' },
  {
    name: 'recreate',
    made: changed({ spec: { strategy: { type: 'Recreate', rollingUpdate: null } } }),
    says: 'has the strategy Recreate',
  },
  {
    name: 'in-motion',
    made: changed({ spec: { template: podTemplate('in-motion', { image: 'web:never-ready' }) } }),
    says: /is not at rest: \d of 2 pods have its present version, \d are available\. Wait until all are/,
  },
  {
    name: 'other-selector',
    made: async (outside, name) => {
      const labels = { app: name, tier: 'front' };
      const template = { ...podTemplate(name), metadata: { labels } };
      await outside.create('Deployment', {
        metadata: { name },
        spec: { replicas: 0, selector: { matchLabels: labels }, template },
      });
      await outside.scaleDeployment(name, 1, 'kubectl');
      await until('it runs', async () =>
        at(await outside.read('Deployment', name), 'status', 'availableReplicas') === 1 ? true : undefined,
      );
    },
    says: 'selects its pods by {"matchLabels":{"app":"other-selector","tier":"front"}}, and the manifest by {"matchLabels":{"app":"other-selector"}}',
  },
  {
    name: 'foreign-pods',
    made: async (outside, name) => {
      await running(outside, name);
      const { metadata, spec } = podTemplate(name);
      return outside.create('Pod', { metadata: { ...metadata, name: 'stranger' }, spec });
    },
    says: 'The selector of Deployment foreign-pods in {namespace} takes pods that are not its own, such as stranger',
  },
  {
    name: 'two-autoscalers',
    made: async (outside, name) => {
      await runDeployment(outside, name, { replicas: 2, autoscaler: true });
      return outside.create('HorizontalPodAutoscaler', {
        metadata: { name: 'another' },
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, maxReplicas: 3 },
      });
    },
    says: 'Several autoscalers aim at Deployment two-autoscalers in {namespace} or its Rollout',
  },
  {
    name: 'by-keda',
    made: async (outside, name) => {
      await running(outside, name);
      return outside.create(
        'HorizontalPodAutoscaler',
        {
          metadata: { name },
          spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, maxReplicas: 3 },
        },
        'keda-operator',
      );
    },
    says: 'HorizontalPodAutoscaler by-keda in {namespace} is managed by keda-operator (its field manager)',
  },
];

const revision = 'deployment.kubernetes.io/revision';

describe('a Deployment that is not taken over', () => {
  let cluster: Cluster;
  let world: World;
  let outside: Outside;
  const lacking: readonly Right[] = [
    { group: 'apps', resource: 'deployments', verb: 'list' },
    { group: 'apps', resource: 'deployments', verb: 'patch' },
    { group: 'argoproj.io', resource: 'rollouts', verb: 'delete' },
    { group: 'autoscaling', resource: 'horizontalpodautoscalers', verb: 'patch' },
  ];
  let without: readonly string[];

  beforeAll(async () => {
    cluster = await sharedCluster();
    without = await Promise.all(lacking.map((right) => namespaceWithout(cluster, right)));
    world = await createWorld({ cluster, moreNamespaces: without });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  /** What can change only if something was done to it; its controller counts its versions whenever it comes to that. */
  const state = async (name: string, at_ = outside): Promise<unknown> => {
    const live = await at_.read('Deployment', name);
    const { [revision]: _counted, ...annotations } = recordAt(live, 'metadata', 'annotations');
    return [at(live, 'metadata', 'generation'), annotations];
  };
  const planned = async (manifest: string): Promise<PlanReport> => {
    const { deployment: asked } = progressiveStage({ manifest });
    return (await world.as(alice).post<PlanReport>('/v1/plan', { application, deployment: asked })).body;
  };

  it.concurrent.each(cases)(
    '$name: the plan and the stage say why, and nothing moves',
    async ({ name, made, says }) => {
      await made(outside, name);
      const before = await state(name);
      const manifest = documents(service(name), second(name));
      const report = await planned(manifest);
      const { status, summary } = await endOf(world, run(world, { manifest }));
      const why = typeof says === 'string' ? says.replace('{namespace}', world.namespace) : says;
      expect([status, summary]).toEqual(['TERMINAL', expect.stringMatching(/^Nothing was applied\. /)]);
      expect(summary).toMatch(why);
      expect(report.problems.map(({ sentence }) => sentence).join(' ')).toMatch(why);
      expect(await outside.existing(['Rollout', name])).toEqual([]);
      expect(await state(name)).toEqual(before);
    },
  );

  it.concurrent('since it was started again beside the Rollout that took it over', async () => {
    await runDeployment(outside, 'again', { replicas: 1 });
    await deployed(world, { manifest: second('again'), steps: [] });
    await outside.scaleDeployment('again', 1, 'kubectl');
    const { summary } = await endOf(world, run(world, { manifest: deployment('again', { image: 'web:3' }) }));
    expect(summary).toContain(
      `Nothing was applied. Deployment again in ${world.namespace} runs beside Rollout again, which has taken its place`,
    );
    expect(textAt(listAt(await outside.rollout('again'), 'spec', 'template', 'spec', 'containers')[0], 'image')).toBe(
      'registry.example.com/web:2',
    );
  });

  it.concurrent('since the service lacks a right that this needs, which is named before anything moves', async () => {
    const named = await Promise.all(
      lacking.map(async ({ verb, resource, group }, index) => {
        const namespace = without[index] ?? '';
        const there = new Outside({ cluster, namespace });
        await runDeployment(there, 'web', { replicas: 1, autoscaler: true });
        const before = await state('web', there);
        const targets = [{ account: 'test-cluster', namespaceOverride: namespace }];
        const { summary } = await endOf(world, run(world, { manifest: second('web'), deployment: { targets } }));
        expect(await state('web', there)).toEqual(before);
        expect(await there.existing(['Rollout', 'web'])).toEqual([]);
        return summary.includes(
          `lacks the right to ${verb} ${resource} (API group ${group}) in namespace ${namespace};`,
        );
      }),
    );
    expect(named).toEqual(lacking.map(() => true));
  });
});

describe('a Deployment that will be taken over', () => {
  it('is told of in the plan: how and why, what else changes, and who shares its Service', async () => {
    const world = await createWorld({ cluster: await sharedCluster() });
    const outside = new Outside(world);
    const labels = { part: 'shop' };
    await runDeployment(outside, 'web', { autoscaler: true, labels });
    await runDeployment(outside, 'other', { replicas: 1, labels });
    const manifest = documents(service('web').replace('app: web', 'part: shop'), second('web'));
    const { deployment: asked } = progressiveStage({ manifest });
    const { body } = await world.as(alice).post<PlanReport>('/v1/plan', { application, deployment: asked });
    expect(body.problems).toEqual([]);
    expect(body.warnings.join('\n')).toMatch(
      /^Deployment web in \S+ runs already, [^]* taken over first, by a Rollout with the same version beside it[^]* twice its 4 pods\.\nHorizontalPodAutoscaler web in \S+ aims at Deployment web in \S+ and stands in no manifest here[^]*\nService web in \S+ leads to the pods of several Deployments, other and web:/,
    );
    await world.close();
  });
});
