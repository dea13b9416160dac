import { bind } from '../../../backend-stub/deployment/bind.ts';
import {
  onItsPods,
  referenceProblem,
  specChanged,
  withReferredTemplate,
} from '../../../backend-stub/deployment/by-reference.ts';
import { at, recordAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { hasSeenWorkload, isObserved, readRollout } from '../../../backend-stub/deployment/rollout.ts';
import { podHashLabel } from '../../../backend-stub/deployment/template.ts';
import { find, planned, web } from './planning.ts';

const plan = planned(web(), { workload: 'deployment' });
const rollout = find(plan, 'Rollout').object;
const deployment = find(plan, 'Deployment').object;
const template = recordAt(deployment, 'spec', 'template');

interface Status {
  readonly generation?: number;
  readonly told?: number;
  readonly observed?: number;
  readonly podHash?: string;
  readonly stable?: string;
}

/** As Argo has it: it observed its own generation, and told of a generation of the Deployment. */
const live = ({ generation = 2, told = 3, observed = told, podHash = 'new', stable = 'old' }: Status = {}) => ({
  ...rollout,
  metadata: {
    ...rollout.metadata,
    generation,
    uid: 'rollout',
    resourceVersion: '7',
    annotations: { 'rollout.argoproj.io/workload-generation': String(told) },
  },
  status: {
    observedGeneration: '2',
    workloadObservedGeneration: String(observed),
    currentPodHash: podHash,
    stableRS: stable,
    phase: 'Healthy',
  },
});
const stateOf = (status: Status) => readRollout(live(status));

describe('the plan of a stage whose Deployments stay', () => {
  it('has the Deployment with the template, and a Rollout that refers to it with all else', () => {
    expect(plan.objects.map(({ object, treatment }) => [object.kind, treatment])).toEqual([
      ['Deployment', 'applied'],
      ['Rollout', 'progressive'],
    ]);
    expect(rollout['spec']).toEqual({
      replicas: 4,
      selector: { matchLabels: { app: 'web' } },
      strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } },
      workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', scaleDown: 'never' },
    });
    expect(at(deployment, 'spec', 'replicas')).toBeUndefined();
    expect(template).toMatchObject({ spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] } });
  });

  it('marks its pods as a Deploy (Manifest) stage does, so that the same image is no new version', () => {
    expect(template).toMatchObject({
      metadata: { annotations: { 'artifact.spinnaker.io/type': 'kubernetes/deployment' } },
    });
  });

  it('lets its pods use configuration under the name of its content', () => {
    const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: b }';
    const pod = 'volumes: [{ name: settings, configMap: { name: settings } }]';
    const named = planned(`${settings}\n---\n${web({ pod })}`, { workload: 'deployment' });
    const { name } = find(named, 'ConfigMap').object.metadata;
    expect(name).toMatch(/^settings-[0-9a-f]{10}$/);
    expect(at(find(named, 'Deployment').object, 'spec', 'template', 'spec', 'volumes')).toEqual([
      { name: 'settings', configMap: { name } },
    ]);
  });
});

describe('the status of a Rollout that refers to a Deployment', () => {
  it('speaks of a generation of it once Argo has observed that one, or a later', () => {
    expect([2, 3, 4].map((generation) => hasSeenWorkload(stateOf({ observed: 3 }), generation))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('is an older one as long as Argo has only told of the generation', () => {
    expect([isObserved(stateOf({ told: 4, observed: 3 })), isObserved(stateOf({ told: 4, observed: 4 }))]).toEqual([
      false,
      true,
    ]);
  });

  it('is as good as any other where the Rollout refers to none', () => {
    const { workloadRef: _none, ...spec } = recordAt(rollout, 'spec');
    expect(hasSeenWorkload(readRollout({ ...live({ observed: 0 }), spec }), 9)).toBe(true);
  });
});

describe('binding a Rollout that refers to a Deployment', () => {
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'shop' };
  const replicaSet = (of: object, podHash = 'new'): KubernetesObject => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `web-${podHash}`, labels: { [podHashLabel]: podHash } },
    spec: { template: of },
  });
  const bound = (status: Status, ofReplicaSet: object = template): string => {
    const result = bind({
      applied: { reference: { ...reference, kind: 'Rollout' }, uid: 'rollout', generation: 2 },
      planned: withReferredTemplate(rollout, deployment),
      state: stateOf(status),
      replicaSets: [replicaSet(ofReplicaSet)],
      stableBefore: 'old',
      workload: { applied: { reference, uid: 'deployment', generation: 4 }, live: deployment },
    });
    return result.kind === 'bound' ? `bound to ${result.binding.podHash}` : result.situation.sentence;
  };

  it('takes the pod hash once Argo has observed the generation that was applied', () => {
    expect(bound({ told: 4, observed: 4 })).toBe('bound to new');
  });

  it.each([
    ['has not told of it', { told: 3, observed: 3 }],
    ['has told of it and not acted on it', { told: 4, observed: 3 }],
    ['has never looked at it', { told: 0, observed: 0 }],
  ])('waits while Argo %s', (_, status) => {
    expect(bound(status)).toBe('Argo Rollouts has not looked at Deployment web in shop yet.');
  });

  it('does not believe a status that was stamped while Argo scaled: the version of before has more in its template', () => {
    const before = { ...template, metadata: { ...recordAt(template, 'metadata'), annotations: { more: 'before' } } };
    const all = { ...recordAt(template, 'metadata', 'annotations'), more: 'before' };
    const fuller = { ...before, metadata: { ...before.metadata, annotations: all } };
    expect(bound({ told: 4, observed: 4 }, fuller)).toMatch(/has no ReplicaSet of the new version yet/);
  });
});

describe('the Deployment that a Rollout refers to', () => {
  const running = { ...deployment, metadata: { ...deployment.metadata, uid: 'u', resourceVersion: '5' } };
  const withPods = (replicas: number): KubernetesObject => ({
    ...running,
    spec: { ...recordAt(running, 'spec'), replicas },
  });

  it.each([
    ['is made without pods', undefined, 0],
    ['keeps none where it has none', withPods(0), 0],
    ['keeps those that it runs: only a step that knows the Rollout ready takes them', withPods(4), 4],
  ])('%s', (_, found, replicas) => {
    expect(at(onItsPods(deployment, found), 'spec', 'replicas')).toBe(replicas);
  });

  it('is changed for the object that was read only', () => {
    expect(onItsPods(deployment, running).metadata).toMatchObject({ uid: 'u', resourceVersion: '5' });
    expect(specChanged(running, deployment).body).toMatchObject({ metadata: { resourceVersion: '5' } });
  });

  it('loses what its manifest no longer has, whoever wrote it', () => {
    const pod = { ...recordAt(template, 'spec'), nodeSelector: { disk: 'old' } };
    const spec = {
      ...recordAt(running, 'spec'),
      replicas: 0,
      minReadySeconds: 5,
      template: { ...template, spec: pod },
    };
    const { body } = specChanged({ ...running, spec }, onItsPods(deployment, { ...running, spec }));
    expect(at(body, 'spec')).toMatchObject({
      replicas: 0,
      minReadySeconds: null,
      template: { spec: { nodeSelector: null } },
    });
  });
});

describe('what stands in the way of a reference', () => {
  const other = (changes: object): KubernetesObject => ({
    ...live(),
    spec: { ...recordAt(rollout, 'spec'), ...changes },
  });
  const otherSteps = { strategy: { canary: { steps: [{ setWeight: 10 }] } } };

  it.each([
    [
      'nothing, at rest, also with other steps',
      { ...other(otherSteps), status: live({ stable: 'new' }).status },
      undefined,
    ],
    ['nothing, between two versions, with the same steps', live(), undefined],
    ['other steps, between two versions', other(otherSteps), /is between two versions, by other steps/],
    ['a template of its own', other({ workloadRef: undefined, template }), /give-back/],
    ['another Deployment', other({ workloadRef: { kind: 'Deployment', name: 'else' } }), /refers to Deployment else/],
  ])('%s', (_, found, problem) => {
    const sentence = referenceProblem(rollout, found);
    if (problem === undefined) expect(sentence).toBeUndefined();
    else expect(sentence).toMatch(problem);
  });

  it('nothing, where the stage replaces the Deployment by a Rollout', () => {
    expect(referenceProblem(find(planned(web()), 'Rollout').object, other(otherSteps))).toBeUndefined();
  });
});
