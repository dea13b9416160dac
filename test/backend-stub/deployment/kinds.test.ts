import { knownKinds, ruleFor } from '../../../backend-stub/deployment/kinds.ts';
import { documents, find, planned, problemsOf, web } from './planning.ts';

const refusedSentence = (apiVersion: string, kind: string): string => {
  const text = documents(web(), `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: other }`);
  return problemsOf(text)
    .map(({ where, sentence }) => `${where}: ${sentence}`)
    .join('\n');
};

describe('a kind', () => {
  const cases: readonly [string, string, RegExp][] = [
    [
      'apps/v1',
      'StatefulSet',
      /^StatefulSet other, document 2, line 13: A StatefulSet is not deployed here: .*Deploy \(Manifest\)/,
    ],
    ['apps/v1', 'DaemonSet', /no canary can follow/],
    ['apps/v1', 'ReplicaSet', /write a Deployment/],
    ['batch/v1', 'Job', /Run Job \(Manifest\)/],
    ['batch/v1', 'CronJob', /Run Job \(Manifest\)/],
    ['v1', 'Pod', /no versions to go between/],
    ['v1', 'ReplicationController', /write a Deployment/],
    ['v1', 'Namespace', /stays inside the namespaces of its account/],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', /an operator applies it/],
    ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', /write apiextensions.k8s.io\/v1/],
    ['argoproj.io/v1alpha1', 'Rollout', /Gennaker makes the Rollout/],
    ['argoproj.io/v1alpha1', 'AnalysisTemplate', /Gennaker makes the Rollout/],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', /is not a kind that Gennaker knows/],
    ['batch.volcano.sh/v1alpha1', 'Job', /is not a kind that Gennaker knows/],
    ['rollouts.kruise.io/v1beta1', 'Rollout', /is not a kind that Gennaker knows/],
    ['apps/v1', 'Widget', /is not a kind that Gennaker knows/],
    ['crd.projectcalico.org/v1', 'NetworkPolicy', /write networking.k8s.io\/v1/],
    ['extensions/v1beta1', 'Ingress', /its apiVersion is extensions\/v1beta1; write networking.k8s.io\/v1/],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', /write autoscaling\/v2/],
    ['v2', 'Service', /its apiVersion is v2; write v1/],
  ];
  it.each(cases)(
    'that is not for this stage is refused with what to do instead: %s %s',
    (apiVersion, ...[kind, sentence]) => {
      expect(refusedSentence(apiVersion, kind)).toMatch(sentence);
    },
  );

  it('has one rule, and none of a name that objects inherit', () => {
    expect(new Set(knownKinds.map(({ group, kind }) => `${group}/${kind}`)).size).toBe(knownKinds.length);
    expect(ruleFor({ apiVersion: 'v1', kind: 'constructor' }).treatment).toBe('refused');
  });

  it('that is a Deployment must be there', () => {
    expect(problemsOf('apiVersion: v1\nkind: Service\nmetadata: { name: web }')).toEqual([
      { where: 'manifest', sentence: expect.stringMatching(/no Deployment in it/) as unknown },
    ]);
  });
});

describe('the order of a plan', () => {
  it('puts what pods need before them and the Rollout last, whatever the order in the manifests', () => {
    const kinds = [
      'HorizontalPodAutoscaler autoscaling/v2',
      'Service v1',
      'PodDisruptionBudget policy/v1',
      'Ingress networking.k8s.io/v1',
      'Secret v1',
      'ConfigMap v1',
      'PersistentVolumeClaim v1',
      'NetworkPolicy networking.k8s.io/v1',
      'RoleBinding rbac.authorization.k8s.io/v1',
      'Role rbac.authorization.k8s.io/v1',
      'ServiceAccount v1',
    ];
    const others = kinds.map((both) => {
      const [kind = '', apiVersion = ''] = both.split(' ');
      return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: other }`;
    });
    const plan = planned(documents(web(), ...others));
    expect(plan.objects.map(({ object }) => object.kind)).toEqual([
      'ServiceAccount',
      'RoleBinding',
      'Role',
      'Secret',
      'ConfigMap',
      'PersistentVolumeClaim',
      'NetworkPolicy',
      'Service',
      'Ingress',
      'PodDisruptionBudget',
      'HorizontalPodAutoscaler',
      'Rollout',
    ]);
    const restored = plan.objects.filter(({ restoredByAbort }) => restoredByAbort).map(({ object }) => object.kind);
    expect(restored).toEqual(['Secret', 'ConfigMap', 'Rollout']);
    expect(find(plan, 'Rollout').treatment).toBe('progressive');
  });
});
