import {
  availableIs,
  completedIs,
  conditionOf,
  healthyIs,
  isPromoted,
  notProgressing,
  progressing,
  withCondition,
  withoutCondition,
  type NewCondition,
} from './conditions.ts';
import { isAborted, type Intent } from './pausing.ts';
import type { RolloutSpec } from './rollout-spec.ts';
import type { Condition, RolloutStatus } from './rollout-status.ts';

/** A Rollout as one look found it, and what is to be written. */
export interface Judged {
  readonly spec: RolloutSpec;
  readonly generation: number;
  readonly revision: string;
  /** The name of the new ReplicaSet. */
  readonly replicaSet: string;
  readonly before: RolloutStatus;
  readonly after: RolloutStatus;
  readonly intent: Intent;
  readonly now: string;
}

export function isHealthy({ spec, before, after, generation }: Judged): boolean {
  const { steps, replicas } = spec;
  const allSteps =
    steps.length === 0 || after.currentStepIndex === undefined || after.currentStepIndex === steps.length;
  const counts = [after.updatedReplicas, after.availableReplicas, after.replicas];
  const observed = before.observedGeneration === String(generation);
  return allSteps && isPromoted(after) && observed && counts.every((count) => count === replicas);
}

export function isProgressing({ before, after }: Pick<Judged, 'before' | 'after'>): boolean {
  const old = ({ replicas, updatedReplicas }: RolloutStatus): number => replicas - updatedReplicas;
  const bothSteps = before.currentStepIndex !== undefined && after.currentStepIndex !== undefined;
  return (
    after.updatedReplicas !== before.updatedReplicas ||
    old(after) < old(before) ||
    after.readyReplicas > before.readyReplicas ||
    after.availableReplicas > before.availableReplicas ||
    after.stableRS !== before.stableRS ||
    (bothSteps && after.currentStepIndex !== before.currentStepIndex) ||
    after.currentStepHash !== before.currentStepHash
  );
}

/** The clock of the deadline stands still while somebody or something else is waited for. */
export function isWaiting(spec: RolloutSpec, status: RolloutStatus): boolean {
  const step = spec.steps[status.currentStepIndex ?? 0];
  return step?.kind === 'pause' || conditionOf(status, 'Paused')?.status === 'True';
}

export function isTimedOut(spec: RolloutSpec, status: Pick<RolloutStatus, 'conditions'>, now: string): boolean {
  const progress = conditionOf(status, 'Progressing');
  if (progress === undefined || ['RolloutAborted', 'RolloutPaused'].includes(progress.reason)) return false;
  if (progress.reason === 'ProgressDeadlineExceeded') return true;
  return Date.parse(progress.lastUpdateTime) + spec.progressDeadlineSeconds * 1000 < Date.parse(now);
}

export function timeoutMessage(replicaSet: string): string {
  return `ReplicaSet "${replicaSet}" has timed out progressing.`;
}

/** All conditions but those of pauses, in the order in which the controller writes them. */
export function judgedConditions(judged: Judged): readonly Condition[] {
  const { spec, before, after, intent, now } = judged;
  let conditions = after.conditions;
  const set = (condition: NewCondition): void => void (conditions = withCondition(conditions, condition, now));
  const paused = after.pauseConditions.length > 0 || spec.paused;
  const healthy = !paused && isHealthy(judged);
  const was = conditionOf(before, 'Healthy');
  // Not told before the first time that it is.
  if (healthy || was !== undefined) set(healthyIs(truth(healthy)));
  if (isAborted(intent, before)) set(notProgressing('RolloutAborted', abortMessage(judged)));
  else conditions = withProgress({ ...judged, after: { ...after, conditions } }, was?.status === 'True' && !healthy);
  set(availableIs(truth(after.availableReplicas >= spec.replicas)));
  set(completedIs(truth(isPromoted(after))));
  return conditions;
}

function truth(is: boolean): 'True' | 'False' {
  return is ? 'True' : 'False';
}

function abortMessage({ revision, intent }: Judged): string {
  const message = `Rollout aborted update to revision ${revision}`;
  return intent.abortBecause === undefined ? message : `${message}: ${intent.abortBecause}`;
}

function withProgress(judged: Judged, becameUnhealthy: boolean): readonly Condition[] {
  const { spec, before, after, replicaSet, now } = judged;
  const { conditions } = after;
  if (isHealthy(judged)) {
    const message = `ReplicaSet "${replicaSet}" has successfully progressed.`;
    return withCondition(conditions, progressing('NewReplicaSetAvailable', message), now);
  }
  if (isProgressing(judged) || becameUnhealthy) {
    const lost = isPromoted(after) && becameUnhealthy;
    const wanted = lost
      ? progressing('ReplicaSetNotAvailable', 'Rollout does not have minimum availability')
      : progressing('ReplicaSetUpdated', `ReplicaSet "${replicaSet}" is progressing.`);
    // Told anew each time: its lastUpdateTime is what the deadline counts from.
    const old = conditionOf(before, 'Progressing');
    const lastTransitionTime = old?.status === 'True' ? old.lastTransitionTime : now;
    return [...withoutCondition(conditions, 'Progressing'), { ...wanted, lastUpdateTime: now, lastTransitionTime }];
  }
  if (!isWaiting(spec, before) && isTimedOut(spec, after, now))
    return withCondition(conditions, notProgressing('ProgressDeadlineExceeded', timeoutMessage(replicaSet)), now);
  return conditions;
}
