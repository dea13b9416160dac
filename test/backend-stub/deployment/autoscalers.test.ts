import { unmeasured } from '../../../backend-stub/deployment/autoscalers.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';

const workload: KubernetesObject = {
  ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' },
  metadata: { name: 'web', namespace: 'shop' },
};

function autoscaler(
  active: object,
  target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
): KubernetesObject {
  return {
    ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
    metadata: { name: 'web', namespace: 'shop' },
    spec: { scaleTargetRef: target },
    status: {
      conditions: [
        { type: 'AbleToScale', status: 'True' },
        { type: 'ScalingActive', ...active },
      ],
    },
  };
}

const blind = { status: 'False', reason: 'FailedGetResourceMetric', message: 'no metrics for resource cpu' };

describe('an autoscaler without metrics', () => {
  it('is told of, in the words of its controller, whether it aims at the Deployment or the Rollout', () => {
    const says =
      'HorizontalPodAutoscaler web in shop has no metrics (FailedGetResourceMetric: no metrics for resource cpu): the number of pods stays as it is until it has.';
    const atRollout = autoscaler(blind, { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' });
    expect(unmeasured(workload, [autoscaler(blind), atRollout])).toEqual([says, says]);
  });

  it.each(['FailedGetPodsMetric', 'FailedGetContainerResourceMetric', 'FailedComputeMetricsReplicas'])(
    'is told of for metrics of every kind: %s',
    (reason) => expect(unmeasured(workload, [autoscaler({ ...blind, reason })])).toHaveLength(1),
  );

  it.each<[string, readonly KubernetesObject[]]>([
    ['where it counts', [autoscaler({ status: 'True', reason: 'ValidMetricFound' })]],
    ['where it is switched off since nothing runs', [autoscaler({ ...blind, reason: 'ScalingDisabled' })]],
    ['where it has not looked yet', [{ ...autoscaler({}), status: {} }]],
    ['where it aims at another', [autoscaler(blind, { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' })]],
  ])('is not told of %s', (_where, autoscalers) => {
    expect(unmeasured(workload, autoscalers)).toEqual([]);
  });
});
