import { fingerprintOf } from '../../../backend-stub/deployment/fingerprint.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';

const object = (
  kind: string,
  { spec = {}, ...metadata }: Readonly<Record<string, unknown>> = {},
): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind, metadata: { name: 'web', namespace: 'shop', uid: 'u', ...metadata }, spec },
});
const clusterOf = (live: KubernetesObject | undefined, toApply = object('Rollout')): string =>
  fingerprintOf('plan', [{ live, toApply }]).cluster;

describe('the fingerprint of a plan', () => {
  it('names the plan by its hash', () => {
    expect(fingerprintOf('abc', []).manifest).toBe('abc');
  });

  const live = object('Rollout', { resourceVersion: '1', generation: 1, spec: { replicas: 4, paused: false } });

  it.each([
    ['is not there', undefined],
    ['is another one of that name', { ...live, metadata: { ...live.metadata, uid: 'other' } }],
    ['has another field', { ...live, spec: { replicas: 4, paused: true } }],
    ['has another label', { ...live, metadata: { ...live.metadata, labels: { a: 'b' } } }],
  ])('is another one when an object %s', (_case, moved) => {
    expect(clusterOf(moved)).not.toBe(clusterOf(live));
  });

  it.each([
    ['its status', { ...live, status: { replicas: 3 } }],
    ['what the API server counts', { ...live, metadata: { ...live.metadata, resourceVersion: '9', generation: 9 } }],
    [
      'which run applied it',
      { ...live, metadata: { ...live.metadata, annotations: { 'gennaker.dev/deployment-id': 'x' } } },
    ],
  ])('stays when only %s moved', (_case, moved) => {
    expect(clusterOf(moved)).toBe(clusterOf(live));
  });

  it('stays when an autoscaler moves a number that is sent back as it is, and not where the manifest decides', () => {
    const scaled = { ...live, spec: { replicas: 6, paused: false } };
    const sending = (replicas: number): KubernetesObject => object('Rollout', { spec: { replicas } });
    expect(clusterOf(scaled, sending(6))).toBe(clusterOf(live, sending(4)));
    expect(clusterOf(scaled, sending(4))).not.toBe(clusterOf(live, sending(4)));
  });

  it('is made of the version of a Secret, and not of what is in it', () => {
    const secret = (resourceVersion: string, value: string): KubernetesObject => ({
      ...object('Secret', { resourceVersion }),
      data: { value },
    });
    expect(clusterOf(secret('1', 'a'))).toBe(clusterOf(secret('1', 'b')));
    expect(clusterOf(secret('1', 'a'))).not.toBe(clusterOf(secret('2', 'a')));
  });
});
