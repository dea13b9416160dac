import fc from 'fast-check';
import { actualWeight, canaryPods } from '../../../backend-stub/deployment/weights.ts';
import type { CanaryStep } from '../../../backend-stub/contract/steps.ts';
import { documents, planned, web } from './planning.ts';

const weights = (...list: readonly number[]): readonly CanaryStep[] =>
  list.map((weight) => ({ setWeight: { weight } }));

describe('pods of a canary without a traffic manager', () => {
  // Of argo-rollouts v1.10.1, computed by its own function.
  const cases: readonly [number, number, number, number, number][] = [
    [0, 50, 1, 0, 0],
    [1, 10, 1, 1, 1],
    [1, 95, 1, 1, 1],
    [1, 10, 0, 0, 1],
    [1, 60, 0, 1, 0],
    [2, 25, 1, 1, 2],
    [3, 25, 1, 1, 3],
    [3, 50, 1, 2, 2],
    [4, 10, 1, 1, 4],
    [4, 50, 1, 2, 2],
    [10, 5, 0, 1, 9],
    [10, 99, 0, 9, 1],
    [10, 100, 1, 10, 0],
    [10, 0, 1, 0, 10],
  ];
  it.each(cases)(
    'are as Argo counts them: %d replicas at weight %d with surge %d',
    (...[replicas, weight, surge, canary, stable]) => {
      expect(canaryPods({ replicas, weight, surge })).toEqual({ canary, stable });
    },
  );

  it('are never fewer than wanted, at most one more, and at least one of each between 1 and 99 % of two and more', () => {
    const anything = fc.record({
      replicas: fc.integer({ min: 0, max: 500 }),
      weight: fc.integer({ min: 0, max: 100 }),
      surge: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(anything, ({ replicas, weight, surge }) => {
        const { canary, stable } = canaryPods({ replicas, weight, surge });
        expect(canary + stable).toBeGreaterThanOrEqual(replicas);
        expect(canary + stable).toBeLessThanOrEqual(replicas + (surge > 0 ? 1 : 0));
        if (replicas >= 2 && weight > 0 && weight < 100) expect(Math.min(canary, stable)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('come near to any weight when there are many', () => {
    expect(actualWeight(canaryPods({ replicas: 100, weight: 37, surge: 25 }))).toBe(37);
  });
});

describe('a warning about weights', () => {
  const about = (text: string, ...list: readonly number[]): readonly string[] =>
    planned(text, { steps: weights(...list) }).warnings.filter((warning) => warning.includes('traffic manager'));

  it('names each step that pods can not follow', () => {
    expect(about(web({ replicas: 'replicas: 1' }), 10, 50, 90)).toEqual([
      'web has 1 replica and no traffic manager: weight 10 % will be 50 % (1 of 2 pods), weight 90 % will be 50 % (1 of 2 pods).',
    ]);
  });

  it('is not given where pods follow', () => {
    expect(about(web(), 25, 50)).toEqual([]);
  });

  it('counts with what the manifest says of surge', () => {
    const spec = 'strategy: { rollingUpdate: { maxSurge: 0 } }';
    expect(about(web({ replicas: 'replicas: 1', spec }), 60)).toEqual([
      'web has 1 replica and no traffic manager: weight 60 % will be 100 % (1 of 1 pod).',
    ]);
  });

  it('counts with the least that an autoscaler may leave', () => {
    const autoscaler =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { minReplicas: 2, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }';
    expect(about(documents(web({ replicas: '' }), autoscaler), 10)).toEqual([
      'web may have only 2 replicas, the least of its autoscaler, and no traffic manager: weight 10 % will be 33 % (1 of 3 pods).',
    ]);
  });
});
