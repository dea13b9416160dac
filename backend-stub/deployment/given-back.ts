import type { ConditionalPatch } from './beside-rollout.ts';
import { at, isRecord, recordAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { givenBackAnnotation, givingBackAnnotation, managedLabel, takenOverAnnotation } from './labels.ts';
import { readRollout } from './rollout.ts';

/** A Deployment that runs what a Rollout runs: for a workload whose Deployment is gone, or never was. */
export function deploymentFromRollout(rollout: KubernetesObject): KubernetesObject {
  const { name, namespace, labels = {} } = rollout.metadata;
  const { [managedLabel]: _ours, ...theirs } = labels;
  const { strategy, ...spec } = recordAt(rollout, 'spec');
  const { maxSurge, maxUnavailable } = recordAt(strategy, 'canary');
  const rollingUpdate = Object.fromEntries(
    Object.entries({ maxSurge, maxUnavailable }).filter(([, value]) => value !== undefined),
  );
  const same = [
    'minReadySeconds',
    'progressDeadlineSeconds',
    'replicas',
    'revisionHistoryLimit',
    'selector',
    'template',
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: theirs,
      annotations: { [givenBackAnnotation]: readRollout(rollout).stablePodHash ?? '' },
    },
    spec: {
      ...Object.fromEntries(Object.entries(spec).filter(([key]) => same.includes(key))),
      strategy: { type: 'RollingUpdate', rollingUpdate },
    },
  };
}

/**
 * The Deployment with the version and the number of pods of the Rollout; the rest of it stays as its makers left it. One
 * that the Rollout refers to has the version.
 */
export function raised(deployment: KubernetesObject, rollout: KubernetesObject): ConditionalPatch {
  const { resourceVersion = '' } = deployment.metadata;
  const { stablePodHash = '', wanted: replicas } = readRollout(rollout);
  const annotations = { [takenOverAnnotation]: null, [givenBackAnnotation]: stablePodHash };
  const template = difference(at(deployment, 'spec', 'template'), at(rollout, 'spec', 'template'));
  return { body: { metadata: { resourceVersion, annotations }, spec: { replicas, template } } };
}

export function marked(
  { resourceVersion }: { readonly resourceVersion: string },
  as: 'true' | undefined,
): ConditionalPatch {
  const annotations = as === undefined ? { [givingBackAnnotation]: null } : { [givingBackAnnotation]: as };
  return { body: { metadata: { resourceVersion, annotations } } };
}

/** The merge patch (RFC 7386) that makes one value of another: what it lacks goes, a list is replaced whole. */
export function difference(from: unknown, to: unknown): unknown {
  if (!isRecord(from) || !isRecord(to)) return to;
  const gone = Object.keys(from).filter((key) => !(key in to));
  return {
    ...Object.fromEntries(gone.map((key) => [key, null])),
    ...Object.fromEntries(Object.entries(to).map(([key, value]) => [key, difference(from[key], value)])),
  };
}
