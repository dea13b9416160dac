import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { podRequests } from '../../../backend-stub/deployment/pod-requests.ts';
import { quantityNumber, quantityText } from '../../../backend-stub/deployment/quantities.ts';
import { quotaWarnings } from '../../../backend-stub/deployment/quotas.ts';

type Counts = Readonly<Record<string, string>>;

const quota = (hard: Counts, used: Counts, spec = {}): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace: 'shop' } },
  ...{ spec, status: { hard, used } },
});

interface Pods {
  readonly replicas: number;
  readonly cpu?: string;
  readonly running?: number;
  readonly maxSurge?: string | number;
}

const rollout = ({ replicas, cpu = '500m', running = replicas, maxSurge = '25%' }: Pods): KubernetesObject => ({
  ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web', namespace: 'shop' } },
  spec: {
    replicas,
    strategy: { canary: { maxSurge } },
    template: { spec: { containers: [{ name: 'web', resources: { requests: { cpu } } }] } },
  },
  status: { replicas: running },
});

describe('a quota', () => {
  it('that has no room for the surge is named, with what is free and what is needed', () => {
    const live = rollout({ replicas: 4 });
    expect(quotaWarnings([quota({ pods: '4' }, { pods: '4' })], [{ live, toApply: live }])).toEqual([
      'ResourceQuota team in shop can not hold both versions: of 4 pods 0 are free, and at the peak 1 more are needed. Pods beyond it are refused, and the rollout stalls.',
    ]);
  });

  it('that has room for it is not mentioned', () => {
    const live = rollout({ replicas: 4 });
    const enough = quota({ pods: '5', 'requests.cpu': '2500m' }, { pods: '4', 'requests.cpu': '2' });
    expect(quotaWarnings([enough], [{ live, toApply: live }])).toEqual([]);
  });

  it.each([
    ['all pods of a first deployment', undefined, rollout({ replicas: 4 }), 4, 2],
    ['one surging pod', rollout({ replicas: 4 }), rollout({ replicas: 4 }), 1, 0.5],
    ['a surge that is said in pods', rollout({ replicas: 4 }), rollout({ replicas: 4, maxSurge: 2 }), 2, 1],
    ['no pod more, without a surge', rollout({ replicas: 4 }), rollout({ replicas: 4, maxSurge: 0 }), 0, 0],
    ['larger pods in all places but the surge', rollout({ replicas: 4 }), rollout({ replicas: 4, cpu: '1' }), 1, 2.5],
    [
      'one small pod beside the large ones of before',
      rollout({ replicas: 4 }),
      rollout({ replicas: 4, cpu: '100m' }),
      1,
      0.1,
    ],
    ['more replicas, and the surge of these', rollout({ replicas: 2 }), rollout({ replicas: 4 }), 3, 1.5],
    ['nothing, where many pods become few', rollout({ replicas: 8 }), rollout({ replicas: 2 }), 0, 0],
    ['all pods, where none runs', rollout({ replicas: 4, running: 0 }), rollout({ replicas: 4 }), 4, 2],
  ])('has to hold %s', (_case, live, toApply, pods, cpu) => {
    const holds = (hard: Counts): boolean => quotaWarnings([quota(hard, {})], [{ live, toApply }]).length === 0;
    const exactly = { pods: String(pods), 'requests.cpu': `${cpu * 1000}m`, cpu: `${cpu * 1000}m` };
    expect(holds(exactly)).toBe(true);
    if (pods > 0) expect(holds({ ...exactly, pods: String(pods - 1) })).toBe(false);
    if (cpu > 0) expect(holds({ ...exactly, 'requests.cpu': `${cpu * 1000 - 1}m` })).toBe(false);
    if (cpu > 0) expect(holds({ ...exactly, cpu: `${cpu * 1000 - 1}m` })).toBe(false);
  });

  describe('before a Deployment is taken over', () => {
    const adopted = { ...rollout({ replicas: 4 }), apiVersion: 'apps/v1', kind: 'Deployment' };
    const step = { live: undefined, adopted, toApply: rollout({ replicas: 4 }) };

    it('is named when it has no room for its pods twice, with what happens then', () => {
      expect(quotaWarnings([quota({ pods: '7' }, { pods: '4' })], [step])).toEqual([
        'ResourceQuota team in shop can not hold the pods of a Deployment twice, as taking it over needs for a moment: of 7 pods 3 are free, and at the peak 4 more are needed. Pods beside it are refused, and it stays as it is.',
      ]);
      expect(quotaWarnings([quota({ pods: '8', cpu: '4' }, { pods: '4', cpu: '2' })], [step])).toEqual([]);
    });

    it('needs no room for the pods that stand beside it already', () => {
      const live = rollout({ replicas: 4, running: 3 });
      expect(quotaWarnings([quota({ pods: '8' }, { pods: '7' })], [{ ...step, live }])).toEqual([]);
      expect(quotaWarnings([quota({ pods: '7' }, { pods: '7' })], [{ ...step, live }])).toHaveLength(1);
    });

    it('has to hold both versions after it, of pods that may be larger', () => {
      const toApply = rollout({ replicas: 4, cpu: '2' });
      expect(quotaWarnings([quota({ cpu: '4' }, { cpu: '2' })], [{ ...step, toApply }])).toEqual([
        'ResourceQuota team in shop can not hold both versions: of 4 cpu 2 are free, and at the peak 6500m more are needed. Pods beyond it are refused, and the rollout stalls.',
      ]);
    });

    it('has to hold the pods of several twice, and nothing for who is rolled out after them', () => {
      const other = { live: rollout({ replicas: 4 }), toApply: rollout({ replicas: 4 }) };
      expect(quotaWarnings([quota({ pods: '20' }, { pods: '12' })], [step, step, other])).toEqual([]);
      expect(quotaWarnings([quota({ pods: '19' }, { pods: '12' })], [step, step, other])).toHaveLength(1);
    });
  });

  it('has to hold the surges of all workloads in its namespace', () => {
    const live = rollout({ replicas: 4 });
    const both = [
      { live, toApply: live },
      { live, toApply: live },
    ];
    expect(quotaWarnings([quota({ 'count/pods': '9' }, { 'count/pods': '8' })], both)).toHaveLength(1);
    expect(quotaWarnings([quota({ 'count/pods': '10' }, { 'count/pods': '8' })], both)).toEqual([]);
  });

  it.each([
    ['with a scope', { pods: '0' }, { scopes: ['BestEffort'] }],
    ['with a selector of scopes', { pods: '0' }, { scopeSelector: { matchExpressions: [] } }],
    ['of what pods do not take', { services: '0', 'count/configmaps': '0', persistentvolumeclaims: '0' }, {}],
  ])('%s is left to the API server', (_case, hard, spec) => {
    const toApply = rollout({ replicas: 4 });
    expect(quotaWarnings([quota(hard, {}, spec)], [{ live: undefined, toApply }])).toEqual([]);
  });
});

describe('what a pod asks for', () => {
  const container = (cpu: string, more = {}): object => ({ resources: { requests: { cpu } }, ...more });
  const cpu = (spec: object): number | undefined => podRequests({ spec }).get('requests.cpu');

  it('is what its containers ask for together', () => {
    expect(cpu({ containers: [container('100m'), container('1')] })).toBeCloseTo(1.1);
  });

  it('is what one that runs before them asks for, where that is more', () => {
    expect(cpu({ containers: [container('1')], initContainers: [container('3'), container('2')] })).toBe(3);
    expect(cpu({ containers: [container('1')], initContainers: [container('500m')] })).toBe(1);
  });

  it('counts one that goes on beside them with them, and the overhead of the runtime', () => {
    const beside = container('1', { restartPolicy: 'Always' });
    expect(cpu({ containers: [container('1')], initContainers: [beside], overhead: { cpu: '250m' } })).toBe(2.25);
  });

  it('is the limit, where only that is said', () => {
    const asked = podRequests({ spec: { containers: [{ resources: { limits: { memory: '1Gi' } } }] } });
    const names = ['requests.memory', 'limits.memory', 'pods'];
    expect(names.map((name) => asked.get(name))).toEqual([1024 ** 3, 1024 ** 3, 1]);
  });
});

describe('a quantity', () => {
  it.each([
    ['500m', 0.5],
    ['2', 2],
    [3, 3],
    ['1.5', 1.5],
    ['1Gi', 1024 ** 3],
    ['1G', 1e9],
    ['1e3', 1000],
    ['-1', -1],
    ['100n', 1e-7],
    ['a', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is the number %j', (written, number) => {
    if (number === undefined) expect(quantityNumber(written)).toBeUndefined();
    else expect(quantityNumber(written)).toBeCloseTo(number, 12);
  });

  it.each([
    [0.5, 'requests.cpu', '500m'],
    [2, 'cpu', '2'],
    [3, 'pods', '3'],
    [1024 ** 3, 'limits.memory', '1Gi'],
    [1.5 * 1024 ** 2, 'memory', '1536Ki'],
    [0, 'requests.memory', '0'],
    [0.1 + 0.2, 'cpu', '300m'],
  ])('of %d %s is written %j', (number, kind, text) => {
    expect(quantityText(number, kind)).toBe(text);
  });
});
