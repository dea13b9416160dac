import { podLimit } from '../contract/details.ts';
import type { PodReport, PodState, VersionReport } from '../contract/details.ts';
import { neutralise } from '../contract/expressions.ts';
import { images } from './bind.ts';
import { at, listAt, numberAt, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { defined } from '../contract/defined.ts';
import { podHashLabel } from './template.ts';
import { brief, isReady, podTrouble } from './trouble.ts';
import type { PodTrouble } from './trouble.ts';

/** What the cluster has of one rollout: everything that carries one of its hashes, and perhaps more. */
export interface LiveObjects {
  /** Of the Rollout that the deployment applied: what another one of its name owns is not ours. */
  readonly uid: string;
  readonly replicaSets: readonly KubernetesObject[];
  readonly pods: readonly KubernetesObject[];
}

/** One version as it runs now; undefined when its ReplicaSet is gone. */
export function liveVersion(podHash: string, { uid, replicaSets, pods }: LiveObjects): VersionReport | undefined {
  const replicaSet = replicaSets.find(
    (candidate) => candidate.metadata.labels?.[podHashLabel] === podHash && isOwnedBy(candidate, uid),
  );
  if (replicaSet === undefined) return undefined;
  const own = pods.filter((pod) => isOwnedBy(pod, replicaSet.metadata.uid)).map(podReport);
  return {
    podHash,
    images: images(at(replicaSet, 'spec', 'template')).map(neutralise),
    wanted: numberAt(replicaSet, 'spec', 'replicas') ?? 0,
    pods: own.sort(byUrgency).slice(0, podLimit),
  };
}

/** Two workloads of one template have the same hash, so the label alone does not tell whose they are. */
function isOwnedBy({ metadata }: KubernetesObject, uid: string | undefined): boolean {
  return uid !== undefined && listAt(metadata, 'ownerReferences').some((owner) => textAt(owner, 'uid') === uid);
}

function podReport(pod: KubernetesObject): PodReport {
  const trouble = podTrouble(pod);
  const told = trouble === undefined ? undefined : neutralise(brief(trouble.reason));
  return { name: pod.metadata.name, state: stateOf(pod, trouble), ...defined({ trouble: told }) };
}

function stateOf(pod: KubernetesObject, trouble: PodTrouble | undefined): PodState {
  if (pod.metadata.deletionTimestamp !== undefined) return 'ending';
  if (isReady(pod)) return 'ready';
  // A pod that runs and is not ready yet is what every healthy one is for a while.
  return trouble === undefined || trouble.mayPass ? 'starting' : 'failing';
}

const urgency: readonly PodState[] = ['failing', 'starting', 'ending', 'ready'];

function byUrgency(left: PodReport, right: PodReport): number {
  const difference = urgency.indexOf(left.state) - urgency.indexOf(right.state);
  return difference !== 0 ? difference : left.name < right.name ? -1 : 1;
}
