import { at, isRecord, listAt, textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';

/** Kept from the moment in which it was known which ReplicaSet the deployment means. */
export interface Bound {
  readonly uid: string;
  /** H. */
  readonly hash: string;
  /** `stableRS` before anything was applied. */
  readonly stable: string | undefined;
}

interface Seen {
  readonly bound: Bound;
  readonly rollout: KubernetesObject;
  readonly status: unknown;
}

const hash = ({ status }: Seen): string => textAt(status, 'currentPodHash') ?? '';
const isOther = (seen: Seen): boolean => hash(seen) !== '' && hash(seen) !== seen.bound.hash;
const isAborted = ({ status }: Seen): boolean => at(status, 'abort') === true;
const hasActed = ({ status }: Seen): boolean => textAt(status, 'abortedAt') !== undefined;

/**
 * What the Argo Rollouts reference says of one Rollout that a deployment is bound to, read from the object itself and
 * written down a second time, apart from the service. The first that fits, in this order.
 */
const rule = [
  ['Deleted', ({ bound, rollout }: Seen) => rollout.metadata.uid !== bound.uid],
  ['Blocked', ({ rollout }: Seen) => isBlocked(rollout)],
  ['RolledBack', (seen: Seen) => isOther(seen) && hash(seen) === seen.bound.stable],
  ['Superseded', isOther],
  ['Aborted', (seen: Seen) => isAborted(seen) && hasActed(seen)],
  ['Aborting', isAborted],
  ['Succeeded', isDone],
  ['Stalled', isStalled],
  ['Waiting', isPaused],
  ['Progressing', () => true],
] as const satisfies readonly (readonly [string, (seen: Seen) => boolean])[];

/** `Unbound`: the controller has not shown a ReplicaSet with our template yet. */
export type Word = (typeof rule)[number][0] | 'Unbound';

export function wordFor(bound: Bound, rollout: KubernetesObject | undefined): Word {
  if (rollout === undefined) return 'Deleted';
  const seen = { bound, rollout, status: rollout['status'] };
  return rule.find(([, fits]) => fits(seen))?.[0] ?? 'Progressing';
}

/** The phase is the one of the generation that the controller has seen. */
function isDone({ bound, rollout, status }: Seen): boolean {
  const isHealthy = textAt(status, 'stableRS') === bound.hash && textAt(status, 'phase') === 'Healthy';
  return isHealthy && observedGeneration(rollout) >= (rollout.metadata.generation ?? 0);
}

function isStalled({ status }: Seen): boolean {
  const conditions = listAt(status, 'conditions').filter(isRecord);
  return conditions.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded');
}

function isPaused({ rollout, status }: Seen): boolean {
  const isSo = at(rollout, 'spec', 'paused') === true || listAt(status, 'pauseConditions').length > 0;
  return isSo && at(status, 'promoteFull') !== true;
}

export function isBlocked(rollout: KubernetesObject): boolean {
  const conditions = listAt(rollout, 'status', 'conditions').filter(isRecord);
  return conditions.some(({ type, status }) => type === 'InvalidSpec' && status !== 'False');
}

/** Argo writes it as text. */
export function observedGeneration(rollout: KubernetesObject): number {
  return Number(textAt(rollout, 'status', 'observedGeneration') ?? 0);
}
