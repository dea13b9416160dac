import fc from 'fast-check';
import { at, recordAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { parseManifests } from '../../../backend-stub/deployment/parse-manifests.ts';
import { canonicalQuantities } from '../../../backend-stub/deployment/quantities.ts';
import { documents, find, halfThenApproval, manifests, planOf, planned, problemsOf, web } from './planning.ts';

const podinfo = manifests(
  ...['backend', 'frontend'].flatMap((name) =>
    ['deployment', 'hpa', 'service'].map((kind) => `podinfo/${name}-${kind}.yaml`),
  ),
);
const boutique = manifests('online-boutique/cartservice.yaml', 'online-boutique/frontend.yaml');
const settings = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: '\${HOME} $\\{b}' }`;

describe('the plan of manifests that people deploy', () => {
  it('has podinfo in its order, with the autoscalers aimed at the Rollouts', () => {
    const plan = planned(podinfo);
    expect(plan.objects.map(({ object }) => `${object.kind} ${object.metadata.name}`)).toEqual([
      'Service backend',
      'Service frontend',
      'HorizontalPodAutoscaler backend',
      'HorizontalPodAutoscaler frontend',
      'Rollout backend',
      'Rollout frontend',
    ]);
    expect(plan.warnings).toEqual([]);
  });

  it('has the online boutique with several Deployments in one text', () => {
    const plan = planned(boutique);
    expect(plan.objects.map(({ object }) => `${object.kind} ${object.metadata.name}`)).toEqual([
      'ServiceAccount cartservice',
      'ServiceAccount frontend',
      'Service cartservice',
      'Service redis-cart',
      'Service frontend',
      'Service frontend-external',
      'Rollout cartservice',
      'Rollout redis-cart',
      'Rollout frontend',
    ]);
    expect(plan.warnings).toHaveLength(3);
    expect(at(find(plan, 'Rollout', 'redis-cart').object, 'spec', 'template', 'spec', 'volumes')).toEqual([
      { name: 'redis-data', emptyDir: {} },
    ]);
  });

  it('changes nothing in the pods but their labels and annotations', () => {
    for (const text of [podinfo, boutique]) {
      const parsed = parseManifests(text);
      const written = parsed.kind === 'parsed' ? parsed.manifests.map(({ object }) => object) : [];
      const deployments = written.filter(({ kind }) => kind === 'Deployment');
      expect(deployments.length).toBeGreaterThan(1);
      for (const deployment of deployments) {
        const rollout = find(planned(text), 'Rollout', deployment.metadata.name).object;
        expect(at(rollout, 'spec', 'template', 'spec')).toEqual(
          canonicalQuantities(recordAt(deployment, 'spec', 'template', 'spec')),
        );
      }
    }
  });

  it('is plain JSON', () => {
    for (const text of [podinfo, boutique, documents(settings, web())]) {
      const plan = planned(text);
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    }
  });
});

describe('a plan', () => {
  it('gives a literal manifest to the cluster as it was written', () => {
    expect(find(planned(documents(settings, web())), 'ConfigMap').object['data']).toEqual({ a: '${HOME} $\\{b}' });
  });

  it('says on every object which deployment and execution it belongs to, and never in a pod', () => {
    const plan = planned(podinfo, { deploymentId: 'id-7', executionId: 'execution-7' });
    for (const { object } of plan.objects) {
      expect(object.metadata.annotations).toMatchObject({
        'gennaker.dev/deployment-id': 'id-7',
        'gennaker.dev/execution': 'execution-7',
      });
    }
    expect(JSON.stringify(plan.objects.map(({ object }) => object['spec']))).not.toMatch(/id-7|execution-7|gennaker/);
  });

  it('prefers the link of an execution, where there is one', () => {
    const plan = planned(web(), { executionId: 'e', executionLink: 'https://deck.example.com/e' });
    expect(find(plan, 'Rollout').object.metadata.annotations).toMatchObject({
      'gennaker.dev/execution': 'https://deck.example.com/e',
    });
  });

  it('marks Rollouts, and nothing else, as managed', () => {
    const marked = planned(podinfo).objects.filter(
      ({ object }) => object.metadata.labels?.['gennaker.dev/managed'] === 'true',
    );
    expect(marked.map(({ object }) => object.kind)).toEqual(['Rollout', 'Rollout']);
  });

  it('has the same hash whichever run it belongs to', () => {
    const first = planned(podinfo, { deploymentId: 'a', executionId: '1' });
    const second = planned(podinfo, { deploymentId: 'b', executionLink: 'https://deck.example.com/2' });
    expect(second.hash).toBe(first.hash);
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  const changed: readonly [string, string, Parameters<typeof planned>[1]][] = [
    ['an image', web().replace('web:1', 'web:2'), {}],
    ['the number of replicas', web({ replicas: 'replicas: 5' }), {}],
    ['no replicas', web({ replicas: '' }), {}],
    ['a step', web(), { steps: [...halfThenApproval, { setWeight: { weight: 60 } }] }],
    ['the namespace', web(), { namespaceOverride: 'other' }],
    ['the application', web(), { application: 'other' }],
    ['one more object', documents(web(), settings), {}],
  ];
  it.each(changed)('has another hash with another: %s', (_what, ...[text, changes]) => {
    expect(planned(text, changes).hash).not.toBe(planned(web()).hash);
  });

  it('hears of all problems of all documents at once', () => {
    const text = documents(
      web({ spec: 'paused: true\nstrategy: { type: Recreate }' }),
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }',
      settings.replace('name: settings', 'name: settings, namespace: kube-system'),
    );
    const account = { name: 'prod', namespaces: ['shop'], defaultNamespace: 'shop' };
    expect(problemsOf(text, { account }).map(({ where }) => where.split(',')[0])).toEqual([
      'ConfigMap settings',
      'StatefulSet db',
      'Deployment web',
      'Deployment web',
    ]);
  });

  it('is always the same for the same request', () => {
    const parts = [web(), settings, podinfo, boutique, 'a: 1', 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }'];
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 1 }), (list) => {
        const text = documents(...list);
        expect(planOf(text)).toEqual(planOf(text));
      }),
      { numRuns: 10 },
    );
  });

  it('is made or refused, never thrown, for any text', () => {
    const fragments = fc.constantFrom(
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: { name: a }',
      'spec:',
      '  template: ~',
      '  selector: []',
      '---',
      '- a',
      'x: &a [*a]',
      '? !!set',
      'data: { __proto__: a }',
      '\t',
      '%YAML 1.1',
      '"',
      '{',
      ']',
      '|',
      '#',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragments, { maxLength: 12 }).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const result = planOf(written);
        if (result.kind === 'invalid') expect(result.problems.length).toBeGreaterThan(0);
        else expect(result.plan.objects.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
