import { trimmed } from '../../../../backend-stub/control-plane/argo-rollouts/object.ts';
import { RolloutCache } from '../../../../backend-stub/control-plane/argo-rollouts/rollout-cache.ts';
import { rolloutAt } from './scripted-api-server.ts';

describe('what is kept of rollouts', () => {
  it('names those that a list brought or changed, and doubts those that it lacks', () => {
    const cache = new RolloutCache();
    expect(cache.replace([rolloutAt('1')])).toEqual(['web']);
    expect(cache.replace([rolloutAt('1')])).toEqual([]);
    expect(cache.replace([rolloutAt('2')])).toEqual(['web']);
    cache.replace([]);
    expect(cache.unsettled()).toEqual(['web']);
    expect(cache.settle('web', undefined)).toBe(true);
    expect(cache.get('web')).toEqual({ kind: 'absent' });
  });

  it('believes an object that came while a read said absent', () => {
    const cache = new RolloutCache();
    cache.put(rolloutAt('2'));
    expect(cache.settle('web', undefined)).toBe(false);
    expect(cache.get('web')?.kind).toBe('present');
  });

  it('asks anew about what was absent once a list came', () => {
    const cache = new RolloutCache();
    cache.settle('web', undefined);
    cache.replace([]);
    expect(cache.get('web')).toBeUndefined();
  });

  it('holds no order between versions that are no numbers', () => {
    const cache = new RolloutCache();
    cache.put(rolloutAt('b'));
    expect(cache.put(rolloutAt('a'))).toBe(true);
  });

  it('is a rollout without template, managers and last-applied', () => {
    const object = rolloutAt('1');
    const annotations = {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'gennaker.dev/deployment-id': 'd1',
    };
    const whole = {
      ...object,
      metadata: { ...object.metadata, annotations, managedFields: [{}] },
      spec: { replicas: 1, template: {} },
    };
    const expected = {
      ...object,
      metadata: { ...object.metadata, annotations: { 'gennaker.dev/deployment-id': 'd1' } },
    };
    expect(trimmed(whole)).toEqual(expected);
  });
});
