import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { rolloutFromDeployment } from '../../../backend-stub/deployment/rollout-from-deployment.ts';
import { find, manifests, planned, problemsOf, web } from './planning.ts';

const rolloutOf = (text: string): KubernetesObject => find(planned(text), 'Rollout').object;

describe('a Deployment as a Rollout', () => {
  it('keeps all that both can say', () => {
    const rollout = rolloutOf(manifests('podinfo/backend-deployment.yaml'));
    expect(rollout).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'backend', namespace: 'shop' },
      spec: {
        minReadySeconds: 3,
        revisionHistoryLimit: 5,
        progressDeadlineSeconds: 60,
        selector: { matchLabels: { 'app.kubernetes.io/name': 'backend' } },
        strategy: { canary: { maxUnavailable: 0, steps: [{ setWeight: 50 }, { pause: {} }] } },
      },
    });
    expect(at(rollout, 'spec', 'template', 'spec', 'containers')).toMatchObject([
      { image: 'ghcr.io/stefanprodan/podinfo:6.14.1' },
    ]);
  });

  it('has one step of Argo for each of ours, so that their indexes are equal', () => {
    const plan = planned(web(), {
      steps: [
        { setWeight: { weight: 25 } },
        { pause: { untilApproved: true, requiresRoles: ['release'] } },
        { setWeight: { weight: 50 } },
        { pause: { duration: 5, unit: 'minutes' } },
        { pause: { duration: 30, unit: 'seconds' } },
      ],
    });
    expect(at(find(plan, 'Rollout').object, 'spec', 'strategy', 'canary', 'steps')).toEqual([
      { setWeight: 25 },
      { pause: {} },
      { setWeight: 50 },
      { pause: { duration: '300s' } },
      { pause: { duration: '30s' } },
    ]);
  });

  it('without steps is a rolling update, and never has an empty map where an earlier one had steps', () => {
    const strategyOf = (text: string): unknown =>
      at(find(planned(text, { steps: [] }), 'Rollout').object, 'spec', 'strategy');
    expect(strategyOf(web())).toEqual({ canary: { maxSurge: '25%' } });
    expect(strategyOf(manifests('podinfo/backend-deployment.yaml'))).toEqual({ canary: { maxUnavailable: 0 } });
  });

  it('leaves behind what a cluster wrote into the Deployment', () => {
    const exported = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web',
        uid: 'u',
        resourceVersion: '7',
        generation: 3,
        creationTimestamp: '2026-01-01T00:00:00Z',
        managedFields: [{}],
        annotations: {
          'deployment.kubernetes.io/revision': '3',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
        },
      },
      spec: {
        paused: false,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { name: 'web', labels: { app: 'web', 'pod-template-hash': 'abc' } },
          spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] },
        },
      },
      status: { replicas: 1 },
    };
    const rollout = rolloutOf(JSON.stringify(exported));
    expect(Object.keys(rollout)).not.toContain('status');
    expect(Object.keys(rollout.metadata).sort()).toEqual(['annotations', 'labels', 'name', 'namespace']);
    expect(Object.keys(rollout.metadata.annotations ?? {}).filter((key) => key.includes('kubernetes.io/'))).toEqual([]);
    expect(at(rollout, 'spec', 'paused')).toBeUndefined();
    expect(at(rollout, 'spec', 'template', 'metadata', 'labels')).not.toHaveProperty('pod-template-hash');
    expect(at(rollout, 'spec', 'template', 'metadata', 'name')).toBeUndefined();
  });

  it('loses empty fields that mean nothing and keeps those that mean something', () => {
    const pod = [
      'nodeSelector: {}',
      'affinity: null',
      'securityContext: {}',
      'tolerations: []',
      'volumes: [{ name: scratch, emptyDir: {} }]',
      'initContainers: [{ name: init, image: "example.com/init:1", resources: { limits: {} }, securityContext: { capabilities: {} } }]',
    ].join('\n');
    expect(at(rolloutOf(web({ pod })), 'spec', 'template', 'spec')).toEqual({
      containers: [{ name: 'web', image: 'example.com/web:1' }],
      volumes: [{ name: 'scratch', emptyDir: {} }],
      initContainers: [{ name: 'init', image: 'example.com/init:1', securityContext: { capabilities: {} } }],
    });
  });

  it('may select by expressions', () => {
    const spec = 'minReadySeconds: 0';
    const text = web({ spec }).replace(
      '{ matchLabels: { app: web } }',
      '{ matchExpressions: [{ key: app, operator: In, values: [web] }, { key: old, operator: DoesNotExist }] }',
    );
    expect(rolloutOf(text).kind).toBe('Rollout');
    expect(problemsOf(text.replace('values: [web]', 'values: [api]'))[0]?.sentence).toMatch(/asks for "app In api"/);
    expect(problemsOf(text.replace('In,', 'NotIn,'))[0]?.sentence).toMatch(/asks for "app NotIn web"/);
  });
});

describe('a Deployment that can not be a Rollout', () => {
  const withSpec = (spec: string): string => web({ spec });
  const cases: readonly [string, string, RegExp][] = [
    ['Recreate', withSpec('strategy: { type: Recreate }'), /stops every pod.*Use RollingUpdate/],
    ['an unknown strategy', withSpec('strategy: { type: Canary }'), /must be RollingUpdate/],
    ['a paused one', withSpec('paused: true'), /a paused Rollout never moves/],
    ['an unknown key', withSpec('podManagementPolicy: Parallel'), /spec.podManagementPolicy has no equal in a Rollout/],
    ['an unknown key of its strategy', withSpec('strategy: { canary: {} }'), /spec.strategy.canary has no equal/],
    [
      'an unknown key of its update',
      withSpec('strategy: { rollingUpdate: { partition: 1 } }'),
      /rollingUpdate.partition has no equal/,
    ],
    [
      'an update that replaces nothing',
      withSpec('strategy: { rollingUpdate: { maxSurge: 0%, maxUnavailable: 0 } }'),
      /both 0/,
    ],
    [
      'a share that is none',
      withSpec('strategy: { rollingUpdate: { maxSurge: some } }'),
      /maxSurge must be a whole number or a percentage/,
    ],
    [
      'a deadline before its pods can be ready',
      withSpec('minReadySeconds: 600'),
      /progressDeadlineSeconds \(600\) must be more than spec.minReadySeconds \(600\)/,
    ],
    ['half a replica', web({ replicas: 'replicas: 1.5' }), /spec.replicas must be a whole number/],
    ['no selector', web().replace('  selector: { matchLabels: { app: web } }\n', ''), /It has no spec.selector/],
    ['an empty selector', web().replace('{ matchLabels: { app: web } }', '{}'), /It has no spec.selector/],
    [
      'a selector of other pods',
      web().replace('matchLabels: { app: web }', 'matchLabels: { app: api }'),
      /asks for "app: api"/,
    ],
    [
      'template metadata that a Rollout has not',
      web().replace('metadata: { labels: { app: web } }', 'metadata: { labels: { app: web }, finalizers: [a] }'),
      /template.metadata.finalizers has no equal/,
    ],
    ['no template', web().slice(0, web().indexOf('  template:')), /spec.template must be an object/],
    ['no spec', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }', /It has no spec/],
    ['an old version', web().replace('apps/v1', 'apps/v1beta1'), /its apiVersion is apps\/v1beta1; write apps\/v1/],
  ];
  it.each(cases)('is refused by name and line: %s', (_name, ...[text, sentence]) => {
    expect(problemsOf(text)[0]).toEqual({
      where: 'Deployment web, document 1, line 1',
      line: 1,
      sentence: expect.stringMatching(sentence) as unknown,
    });
  });

  it('hears of every reason at once', () => {
    const converted = rolloutFromDeployment(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: { paused: true, strategy: { type: 'Recreate' } },
      },
      [],
    );
    expect(converted.kind === 'refused' && converted.sentences).toHaveLength(4);
  });
});
