import { at, isRecord, listAt, textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';

/**
 * What the Argo Rollouts reference says of one Rollout that a deployment is bound to, read from the object itself and
 * written down a second time, apart from the service. The first that fits, in this order.
 */
export const words = [
  'Deleted',
  'Blocked',
  'RolledBack',
  'Superseded',
  'Aborting',
  'Aborted',
  'Succeeded',
  'Stalled',
  'Waiting',
  'Progressing',
] as const;
/** `Unbound`: the controller has not shown a ReplicaSet with our template yet. */
export type Word = (typeof words)[number] | 'Unbound';

/** Kept from the moment in which it was known which ReplicaSet the deployment means. */
export interface Bound {
  readonly uid: string;
  /** H. */
  readonly hash: string;
  /** `stableRS` before anything was applied. */
  readonly stable: string | undefined;
}

export function wordFor(bound: Bound, rollout: KubernetesObject | undefined): Word {
  if (rollout === undefined || rollout.metadata.uid !== bound.uid) return 'Deleted';
  const status = rollout['status'];
  const conditions = listAt(status, 'conditions').filter(isRecord);
  if (isBlocked(rollout)) return 'Blocked';
  const currentPodHash = textAt(status, 'currentPodHash') ?? '';
  if (currentPodHash !== '' && currentPodHash !== bound.hash)
    return currentPodHash === bound.stable ? 'RolledBack' : 'Superseded';
  if (at(status, 'abort') === true) return textAt(status, 'abortedAt') === undefined ? 'Aborting' : 'Aborted';
  const isDone = textAt(status, 'stableRS') === bound.hash && textAt(status, 'phase') === 'Healthy';
  // The phase is the one of the generation that the controller has seen.
  if (isDone && observedGeneration(rollout) >= (rollout.metadata.generation ?? 0)) return 'Succeeded';
  if (conditions.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded'))
    return 'Stalled';
  const isPaused = at(rollout, 'spec', 'paused') === true || listAt(status, 'pauseConditions').length > 0;
  return isPaused && at(status, 'promoteFull') !== true ? 'Waiting' : 'Progressing';
}

export function isBlocked(rollout: KubernetesObject): boolean {
  const conditions = listAt(rollout, 'status', 'conditions').filter(isRecord);
  return conditions.some(({ type, status }) => type === 'InvalidSpec' && status !== 'False');
}

/** Argo writes it as text. */
export function observedGeneration(rollout: KubernetesObject): number {
  return Number(textAt(rollout, 'status', 'observedGeneration') ?? 0);
}
