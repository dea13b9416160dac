import { brief, mayLackStablePods, stableTrouble, troubles } from '../../../backend-stub/deployment/trouble.ts';
import { podHashLabel } from '../../../backend-stub/deployment/template.ts';
import { recorded, stateOf } from './situations.ts';

describe('why pods are not ready, from recorded pods and ReplicaSets', () => {
  const of = (situation: string): readonly string[] => {
    const { rollout, pods, replicaSets } = recorded(situation);
    const hash = (rollout?.['status'] as { currentPodHash?: string } | undefined)?.currentPodHash;
    const ours = ({ metadata }: { metadata: { labels?: Readonly<Record<string, string>> } }): boolean =>
      metadata.labels?.[podHashLabel] === hash;
    return troubles(pods.filter(ours), replicaSets.filter(ours));
  };

  it.each([
    ['stalled-image-pull', /^1 pod: container backend is in ImagePullBackOff: Back-off pulling image/],
    ['stalled-crash', /^1 pod: container backend is in CrashLoopBackOff: back-off/],
    ['stalled-never-ready', /^1 pod: running, but not ready$/],
    ['stalled-quota', /^pods can not be created: .*exceeded quota/],
    ['first-deployment-stalled-image-pull', /^4 pods: container backend is in ImagePullBackOff/],
  ])('%s says %s', (situation, expected) => {
    expect(of(situation)[0]).toMatch(expected);
  });

  it.each(['waiting-at-approval', 'succeeded'])('%s has none', (situation) => {
    expect(of(situation)).toEqual([]);
  });

  it('keeps the beginning and the end of a long message: what was tried, and what was wrong', () => {
    const [trouble = ''] = of('stalled-image-pull');
    expect(brief(trouble)).toMatch(
      /^1 pod: container backend is in ImagePullBackOff: Back-off pulling .*: … .*: not found$/,
    );
    expect(brief(trouble).length).toBeLessThan(trouble.length);
  });

  it('leaves a short message as it is', () => {
    expect(brief('1 pod: running, but not ready')).toBe('1 pod: running, but not ready');
  });
});

describe('a stable version that does not run', () => {
  const told = (situation: string): string | undefined => {
    const moment = recorded(situation);
    const state = stateOf(moment);
    if (state === undefined || !mayLackStablePods(state)) return 'not asked';
    const stable = moment.replicaSets.filter(
      ({ metadata }) => metadata.labels?.[podHashLabel] === state.stablePodHash && state.stablePodHash !== undefined,
    );
    return stableTrouble(stable);
  };

  it('is what the fix of a failed first deployment stops beside, and that is said', () => {
    expect(told('fix-of-stalled-first-deployment-waiting')).toBe(
      'none of the 3 pods of its stable version is available: promote fully to bring the new version to all pods',
    );
  });

  it.each(['waiting-at-approval', 'waiting-at-approval-with-traffic-routing', 'scaled-by-hpa', 'succeeded'])(
    'is not asked for at %s',
    (situation) => expect(told(situation)).toBe('not asked'),
  );

  it('is nothing to say when it has a pod that works, or wants none', () => {
    const of = (replicas: number, availableReplicas: number) => [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: 'web' },
        spec: { replicas },
        status: { availableReplicas },
      },
    ];
    expect([stableTrouble(of(3, 1)), stableTrouble(of(0, 0)), stableTrouble([])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(stableTrouble(of(1, 0))).toContain('the only pod of its stable version is not available');
  });
});
