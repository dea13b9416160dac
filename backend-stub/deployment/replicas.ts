import type { ReplicaSource } from './record.ts';
import { numberAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** Who decides how many pods a workload has: the autoscaler in the manifests that aims at it, or the manifest itself. */
export function replicaSource(workload: KubernetesObject, autoscaler: KubernetesObject | undefined): ReplicaSource {
  if (autoscaler !== undefined) return { kind: 'autoscaler', least: numberAt(autoscaler, 'spec', 'minReplicas') ?? 1 };
  const replicas = numberAt(workload, 'spec', 'replicas');
  return replicas === undefined ? { kind: 'unset' } : { kind: 'manifest', replicas };
}

/**
 * The number to send with every apply. It is never left out: an apply without `replicas`, after one that had them, takes
 * the field away, and the Rollouts controller then runs one pod (measured: 4 became 1). Where an autoscaler decides, in
 * the manifests or in the cluster, the running number is sent back unchanged.
 */
export function replicasToSend(source: ReplicaSource, live: number | undefined, autoscaledInCluster: boolean): number {
  switch (source.kind) {
    case 'manifest':
      return autoscaledInCluster ? (live ?? source.replicas) : source.replicas;
    case 'autoscaler':
      return live ?? source.least;
    case 'unset':
      return live ?? 1;
  }
}

/** What an author should know about the number of pods of a workload. */
export function replicaWarnings(workload: KubernetesObject, source: ReplicaSource): readonly string[] {
  const { name } = workload.metadata;
  const written = numberAt(workload, 'spec', 'replicas');
  if (source.kind === 'unset')
    return [
      `${name} has no replicas and no autoscaler: a Deployment would run 1 pod; the running number is kept, and the first deployment runs 1.`,
    ];
  if (source.kind === 'autoscaler')
    return written === undefined
      ? []
      : [`${name} has replicas ${written} and an autoscaler: the autoscaler decides; remove replicas.`];
  return source.replicas > 0 ? [] : [`${name} has replicas 0: no pod runs, so its steps show nothing.`];
}
