import { podLimit } from '../../../backend-stub/contract/details.ts';
import type { VersionReport } from '../../../backend-stub/contract/details.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { liveVersion } from '../../../backend-stub/deployment/live-versions.ts';
import { first, recorded, second } from './situations.ts';
import type { Recorded } from './situations.ts';

const of = (moment: Recorded, podHash: string): VersionReport | undefined =>
  liveVersion(podHash, { uid: moment.applied.uid, ...moment });
const states = (version: VersionReport | undefined): readonly string[] =>
  (version?.pods ?? []).map(({ state }) => state);

describe('a version as it runs now, from recorded pods and ReplicaSets', () => {
  it('has its images, how many pods it wants, and its own pods only', () => {
    const moment = recorded('waiting-at-approval');
    expect(of(moment, second)).toEqual({
      podHash: second,
      images: [expect.stringContaining('podinfo')],
      wanted: 1,
      pods: [{ name: 'backend-77fd5c9cdc-lgl5m', state: 'ready' }],
    });
    expect(states(of(moment, first))).toEqual(['ready', 'ready', 'ready']);
  });

  it.each([
    ['stalled-image-pull', '85d9f5c6cf', /^container backend is in ImagePullBackOff: Back-off pulling .*: not found$/],
    ['stalled-crash', '5695d84b49', /^container backend is in CrashLoopBackOff: back-off/],
  ])('says of a pod that fails why, in the words of the cluster: %s', (situation, podHash, trouble) => {
    const [pod] = of(recorded(situation), podHash)?.pods ?? [];
    expect(pod).toMatchObject({ state: 'failing', trouble: expect.stringMatching(trouble) });
  });

  it('takes a pod that runs and is not ready for one that starts, and says so', () => {
    const [pod] = of(recorded('stalled-never-ready'), '99c8d4c98')?.pods ?? [];
    expect(pod).toMatchObject({ state: 'starting', trouble: 'running, but not ready' });
  });

  it('takes a pod of which the kubelet has said nothing for one that starts', () => {
    expect(new Set(states(of(recorded('first-deployment-progressing'), first)))).toEqual(new Set(['starting']));
  });

  it('has no pods where its ReplicaSet wants none: after an abort, or of 0 replicas', () => {
    expect(of(recorded('aborted-by-person'), '6d9bf9759b')).toMatchObject({ wanted: 0, pods: [] });
  });

  it.each([
    ['whose ReplicaSet is gone', 'deleted', second],
    ['that another Rollout of the same name made', 'recreated', second],
    ['that nobody has ever made', 'waiting-at-approval', 'ffffffffff'],
  ])('is nothing %s', (_case, situation, podHash) => {
    expect(of(recorded(situation), podHash)).toBeUndefined();
  });
});

describe('the pods of a version', () => {
  const moment = recorded('waiting-at-approval');
  const [ready] = moment.pods.filter(({ metadata }) => metadata.name.includes(second));
  const pod = (name: string, changes: Readonly<Record<string, unknown>> = {}, status: unknown = ready?.['status']) => {
    if (ready === undefined) throw new Error('the recording has no pod');
    return { ...ready, metadata: { ...ready.metadata, name, ...changes }, status };
  };
  const evicted = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' };
  const version = (pods: readonly KubernetesObject[]): VersionReport | undefined => of({ ...moment, pods }, second);

  it('come with the failing ones first, and those that are ready last', () => {
    const pods = [
      pod('ready'),
      pod('ending', { deletionTimestamp: '2026-11-22T10:00:00Z' }),
      pod('starting', {}, { phase: 'Pending' }),
      pod('failing', {}, evicted),
    ];
    expect(version(pods)?.pods.map(({ name, state }) => [name, state])).toEqual(
      ['failing', 'starting', 'ending', 'ready'].map((word) => [word, word]),
    );
  });

  it('say why a node put them out', () => {
    expect(version([pod('a', {}, evicted)])?.pods[0]?.trouble).toBe(
      'the pod ended with Evicted: The node was low on resource: memory.',
    );
  });

  it('are so many and no more, whichever they are', () => {
    const many = Array.from({ length: podLimit + 20 }, (_, index) => pod(`pod-${index}`));
    const pods = version([...many, pod('bad', {}, evicted)])?.pods;
    expect([pods?.length, pods?.[0]?.name]).toEqual([podLimit, 'bad']);
  });

  it('hold nothing that Orca would evaluate', () => {
    const hostile = { ...evicted, message: 'pull ${IMAGE} failed' };
    expect(version([pod('a', {}, hostile)])?.pods[0]?.trouble).not.toContain('${');
  });
});
