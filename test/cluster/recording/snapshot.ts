import {
  at,
  listAt,
  numberAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';

/** What a namespace held at one moment. `rollout` is undefined before it exists and after it is gone. */
export interface Snapshot {
  readonly rollout: KubernetesObject | undefined;
  readonly replicaSets: readonly KubernetesObject[];
  readonly pods: readonly KubernetesObject[];
  readonly analysisRuns: readonly KubernetesObject[];
}

export const phase = ({ rollout }: Snapshot): string | undefined => textAt(rollout, 'status', 'phase');
export const step = ({ rollout }: Snapshot): number | undefined => numberAt(rollout, 'status', 'currentStepIndex');
export const podHash = ({ rollout }: Snapshot): string | undefined => textAt(rollout, 'status', 'currentPodHash');
export const stableHash = ({ rollout }: Snapshot): string | undefined => textAt(rollout, 'status', 'stableRS');
export const generation = ({ rollout }: Snapshot): number => numberAt(rollout, 'metadata', 'generation') ?? 0;
/** A string in the API; undefined till the controller came by. */
export const observedGeneration = ({ rollout }: Snapshot): number =>
  Number(textAt(rollout, 'status', 'observedGeneration') ?? 0);
export const wasAborted = ({ rollout }: Snapshot): boolean => at(rollout, 'status', 'abortedAt') !== undefined;
export const isAborting = (snapshot: Snapshot): boolean =>
  at(snapshot.rollout, 'status', 'abort') === true && !wasAborted(snapshot);
export const isPaused = ({ rollout }: Snapshot): boolean => listAt(rollout, 'status', 'pauseConditions').length > 0;
export const isDone = (snapshot: Snapshot): boolean =>
  phase(snapshot) === 'Healthy' && stableHash(snapshot) === podHash(snapshot);

/** `True/RolloutHealthy`: status and reason of a condition of the Rollout. */
export function condition({ rollout }: Snapshot, type: string): string | undefined {
  const found = listAt(rollout, 'status', 'conditions').find((entry) => textAt(entry, 'type') === type);
  return found === undefined ? undefined : `${textAt(found, 'status')}/${textAt(found, 'reason')}`;
}

export function isStalled(snapshot: Snapshot): boolean {
  return condition(snapshot, 'Progressing') === 'False/ProgressDeadlineExceeded';
}

/** The images of the template, joined: to tell revisions apart. */
export function images(snapshot: Snapshot): string {
  const containers = listAt(snapshot.rollout, 'spec', 'template', 'spec', 'containers');
  return containers.map((container) => textAt(container, 'image')).join(' ');
}

export function readyPods({ pods }: Snapshot): number {
  return pods.filter((pod) =>
    listAt(pod, 'status', 'conditions').some(
      (entry) => textAt(entry, 'type') === 'Ready' && textAt(entry, 'status') === 'True',
    ),
  ).length;
}

/** The pods of the version that is being rolled out. */
export function newPods(snapshot: Snapshot): readonly KubernetesObject[] {
  const hash = podHash(snapshot);
  return snapshot.pods.filter((pod) => pod.metadata.labels?.['rollouts-pod-template-hash'] === hash);
}

export function waitingReasons(snapshot: Snapshot): readonly string[] {
  const statuses = newPods(snapshot).flatMap((pod) => listAt(pod, 'status', 'containerStatuses'));
  return statuses.flatMap((status) => textAt(status, 'state', 'waiting', 'reason') ?? []);
}
