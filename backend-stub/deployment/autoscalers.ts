import { isRecord, listAt, objectName, referenceOf, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { groupOf } from './kinds.ts';
import { rolloutApiVersion } from './rollout-from-deployment.ts';
import { brief } from './trouble.ts';

const targetKinds: ReadonlySet<string> = new Set(['apps/Deployment', 'argoproj.io/Rollout']);

/**
 * Whether an object is an autoscaler of the workload: of the Deployment as its manifest says, or already of the Rollout
 * that we make of it.
 */
export function aimsAt(autoscaler: KubernetesObject, workload: KubernetesObject): boolean {
  if (autoscaler.kind !== 'HorizontalPodAutoscaler') return false;
  if (autoscaler.metadata.namespace !== workload.metadata.namespace) return false;
  const kind = textAt(autoscaler, 'spec', 'scaleTargetRef', 'kind');
  const apiVersion = textAt(autoscaler, 'spec', 'scaleTargetRef', 'apiVersion') ?? 'apps/v1';
  if (textAt(autoscaler, 'spec', 'scaleTargetRef', 'name') !== workload.metadata.name) return false;
  return targetKinds.has(`${groupOf(apiVersion)}/${kind}`);
}

/** Of the autoscalers of a namespace those of a workload, by what they aim at now. */
export function autoscalersOf(
  workload: KubernetesObject,
  autoscalers: readonly KubernetesObject[],
): Readonly<Record<'Deployment' | 'Rollout', readonly KubernetesObject[]>> {
  const aimed = (kind: string): readonly KubernetesObject[] =>
    autoscalers.filter((one) => aimsAt(one, workload) && textAt(one, 'spec', 'scaleTargetRef', 'kind') === kind);
  return { Deployment: aimed('Deployment'), Rollout: aimed('Rollout') };
}

/**
 * Autoscalers of a workload that can not count anything, in the words of their controller (condition ScalingActive): it then
 * leaves the number of pods as it is.
 */
export function unmeasured(workload: KubernetesObject, autoscalers: readonly KubernetesObject[]): readonly string[] {
  return autoscalers
    .filter((one) => aimsAt(one, workload))
    .flatMap((autoscaler) => {
      const active = listAt(autoscaler, 'status', 'conditions').find((one) => textAt(one, 'type') === 'ScalingActive');
      const reason = textAt(active, 'reason') ?? '';
      if (textAt(active, 'status') !== 'False' || !withoutMetrics.test(reason)) return [];
      const message = brief(`${reason}: ${textAt(active, 'message') ?? ''}`);
      const name = objectName(referenceOf(autoscaler));
      return [`${name} has no metrics (${message}): the number of pods stays as it is until it has.`];
    });
}

/** `FailedGetResourceMetric` and its like for pods, objects and others; `FailedComputeMetricsReplicas` when all have failed. */
const withoutMetrics = /^(FailedGet\w*Metric|FailedComputeMetricsReplicas|InvalidMetricSourceType)$/;

/** The autoscaler with the Rollout as its target: its Deployment is not there any more. */
export function aimedAtRollout(autoscaler: KubernetesObject): KubernetesObject {
  const spec = isRecord(autoscaler['spec']) ? autoscaler['spec'] : {};
  const target = isRecord(spec['scaleTargetRef']) ? spec['scaleTargetRef'] : {};
  return {
    ...autoscaler,
    spec: { ...spec, scaleTargetRef: { ...target, apiVersion: rolloutApiVersion, kind: 'Rollout' } },
  };
}
