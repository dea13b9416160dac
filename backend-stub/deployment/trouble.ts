import { isRecord, listAt, numberAt, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import type { RolloutState } from './rollout.ts';

/** Why pods are not ready, told by the kubelet or the ReplicaSet: a Rollout itself does not say. Most frequent first. */
export function troubles(
  pods: readonly KubernetesObject[],
  replicaSets: readonly KubernetesObject[],
): readonly string[] {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const reason = podTrouble(pod)?.reason;
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const ofPods = [...counts]
    .sort((left, right) => right[1] - left[1])
    .map(([reason, count]) => `${count} ${count === 1 ? 'pod' : 'pods'}: ${reason}`);
  return [...replicaSets.flatMap(replicaSetTroubles), ...ofPods];
}

export interface PodTrouble {
  /** In the words of the cluster. */
  readonly reason: string;
  /** True of what every pod goes through on its way. */
  readonly mayPass: boolean;
}

/** Why a pod is not ready; undefined when it is, when it is ending, and as long as nobody can say. */
export function podTrouble(pod: KubernetesObject): PodTrouble | undefined {
  if (pod.metadata.deletionTimestamp !== undefined) return undefined;
  const statuses = [...listAt(pod, 'status', 'initContainerStatuses'), ...listAt(pod, 'status', 'containerStatuses')];
  for (const container of statuses) {
    const found = containerTrouble(container);
    if (found !== undefined) return { reason: found, mayPass: false };
  }
  const lasting = unscheduled(pod) ?? ended(pod);
  if (lasting !== undefined) return { reason: lasting, mayPass: false };
  const reason = notReady(pod);
  return reason === undefined ? undefined : { reason, mayPass: true };
}

export function isReady(pod: KubernetesObject): boolean {
  return textAt(podCondition(pod, 'Ready'), 'status') === 'True';
}

/** The kubelet puts pods out when a node runs short of something, and says so here only. */
function ended(pod: KubernetesObject): string | undefined {
  if (textAt(pod, 'status', 'phase') !== 'Failed') return undefined;
  return sentence(
    `the pod ended with ${textAt(pod, 'status', 'reason') ?? 'a failure'}`,
    textAt(pod, 'status', 'message'),
  );
}

function containerTrouble(container: unknown): string | undefined {
  const name = `container ${textAt(container, 'name') ?? '(unnamed)'}`;
  const waiting = textAt(container, 'state', 'waiting', 'reason');
  if (waiting !== undefined && waiting !== 'ContainerCreating' && waiting !== 'PodInitializing')
    return sentence(`${name} is in ${waiting}`, textAt(container, 'state', 'waiting', 'message'));
  const ended = textAt(container, 'state', 'terminated', 'reason');
  if (ended !== undefined && ended !== 'Completed')
    return sentence(`${name} ended with ${ended}`, textAt(container, 'state', 'terminated', 'message'));
  return undefined;
}

function unscheduled(pod: KubernetesObject): string | undefined {
  const scheduled = podCondition(pod, 'PodScheduled');
  if (textAt(scheduled, 'status') !== 'False') return undefined;
  return sentence('no node takes the pod', textAt(scheduled, 'message'));
}

function notReady(pod: KubernetesObject): string | undefined {
  if (textAt(podCondition(pod, 'Ready'), 'status') !== 'False') return undefined;
  return textAt(pod, 'status', 'phase') === 'Running' ? 'running, but not ready' : undefined;
}

function podCondition(pod: KubernetesObject, type: string): unknown {
  return listAt(pod, 'status', 'conditions').find((condition) => isRecord(condition) && condition['type'] === type);
}

/** A quota or an admission webhook that lets no pod be made shows only here. */
function replicaSetTroubles(replicaSet: KubernetesObject): readonly string[] {
  const failures = listAt(replicaSet, 'status', 'conditions').filter(
    (condition) => textAt(condition, 'type') === 'ReplicaFailure' && textAt(condition, 'status') === 'True',
  );
  return failures.map((failure) => sentence('pods can not be created', textAt(failure, 'message')));
}

/**
 * Whether a rollout may have come to a pause beside a stable version that does not run, as the fix of a failed first
 * deployment does: the status counts available pods of both versions together, so only the ReplicaSet tells for sure.
 */
export function mayLackStablePods({ pods: { all, updated, available } }: RolloutState): boolean {
  return updated < all && available <= updated;
}

/** What the steps can't mend: each waits for pods of the new version only. Takes the ReplicaSets of the stable version. */
export function stableTrouble(replicaSets: readonly KubernetesObject[]): string | undefined {
  const sum = (...path: readonly string[]): number =>
    replicaSets.reduce((total, replicaSet) => total + (numberAt(replicaSet, ...path) ?? 0), 0);
  const wanted = sum('spec', 'replicas');
  if (wanted === 0 || sum('status', 'availableReplicas') > 0) return undefined;
  const none =
    wanted === 1 ? 'the only pod of its stable version is not' : `none of the ${wanted} pods of its stable version is`;
  return `${none} available: promote fully to bring the new version to all pods`;
}

const longest = 200;
const longestHead = 130;

/**
 * A message for a sentence that has more to say. Go wraps errors as `outer: inner: innermost`, so the ends tell what was
 * tried and what was wrong; what stands between them goes first.
 */
export function brief(trouble: string): string {
  if (trouble.length <= longest) return trouble;
  const parts = trouble.split(': ');
  const tail = parts.splice(-2).join(': ');
  let head = parts.shift() ?? '';
  for (const part of parts) {
    if (head.length + part.length > longestHead) break;
    head = `${head}: ${part}`;
  }
  const whole = `${head}: … ${tail}`;
  return whole.length < trouble.length ? whole : trouble;
}

function sentence(what: string, message: string | undefined): string {
  return message === undefined || message === '' ? what : `${what}: ${message}`;
}

const mostTroubles = 3;

/** What is wrong with some rollouts, each once and briefly, as sentences. */
export function troubleSentences(rollouts: readonly { readonly troubles: readonly string[] }[]): readonly string[] {
  const found = [...new Set(rollouts.flatMap((rollout) => rollout.troubles))].slice(0, mostTroubles);
  return found.map((trouble) => asSentence(brief(trouble)));
}

function asSentence(trouble: string): string {
  return `${trouble.slice(0, 1).toUpperCase()}${trouble.slice(1)}`.replace(/\.?$/, '.');
}
