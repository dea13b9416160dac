import type { Condition, RolloutStatus } from './rollout-status.ts';

export function conditionOf({ conditions }: Pick<RolloutStatus, 'conditions'>, type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** The current version is the stable one. */
export function isPromoted({ stableRS, currentPodHash }: RolloutStatus): boolean {
  return stableRS !== '' && stableRS === currentPodHash;
}

export type NewCondition = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** Sets a condition at the end of the list, unless it has that status and reason already. */
export function withCondition(
  conditions: readonly Condition[],
  wanted: NewCondition,
  now: string,
): readonly Condition[] {
  const before = conditions.find(({ type }) => type === wanted.type);
  if (before?.status === wanted.status && before.reason === wanted.reason) return conditions;
  const lastTransitionTime = before?.status === wanted.status ? before.lastTransitionTime : now;
  return [...withoutCondition(conditions, wanted.type), { ...wanted, lastUpdateTime: now, lastTransitionTime }];
}

export function withoutCondition(conditions: readonly Condition[], type: string): readonly Condition[] {
  return conditions.filter((condition) => condition.type !== type);
}

const paused: NewCondition = {
  type: 'Progressing',
  status: 'Unknown',
  reason: 'RolloutPaused',
  message: 'Rollout is paused',
};
const resumed: NewCondition = { ...paused, reason: 'RolloutResumed', message: 'Rollout is resumed' };
const retried: NewCondition = { ...paused, reason: 'RolloutRetry', message: 'Retrying Rollout after abort' };

function pausedIs(is: boolean): NewCondition {
  const status = is ? 'True' : 'False';
  return { type: 'Paused', status, reason: 'RolloutPaused', message: 'Rollout is paused' };
}

/** What the conditions have yet to say about pauses that began or ended, and about a retry. */
export function pauseNotes(
  status: RolloutStatus,
  { paused: byHand }: { readonly paused: boolean },
): readonly NewCondition[] {
  const reason = conditionOf(status, 'Progressing')?.reason;
  if (reason === 'RolloutAborted') return status.abort ? [] : [retried];
  const isPaused = status.pauseConditions.length > 0 || byHand;
  const isTold = isPromoted(status) || isPaused === (reason === 'RolloutPaused');
  const wasPaused = conditionOf(status, 'Paused')?.status === 'True';
  const progress = isPaused ? paused : resumed;
  return [...(isTold ? [] : [progress]), ...(isPaused === wasPaused ? [] : [pausedIs(isPaused)])];
}

export function healthyIs(status: 'True' | 'False'): NewCondition {
  const message = status === 'True' ? 'Rollout is healthy' : 'Rollout is not healthy';
  return { type: 'Healthy', status, reason: 'RolloutHealthy', message };
}

export function availableIs(status: 'True' | 'False'): NewCondition {
  const message = `Rollout ${status === 'True' ? 'has' : 'does not have'} minimum availability`;
  return { type: 'Available', status, reason: 'AvailableReason', message };
}

export function completedIs(status: 'True' | 'False'): NewCondition {
  return { type: 'Completed', status, reason: 'RolloutCompleted', message: 'RolloutCompleted' };
}

export function progressing(reason: string, message: string): NewCondition {
  return { type: 'Progressing', status: 'True', reason, message };
}

export function notProgressing(reason: string, message: string): NewCondition {
  return { type: 'Progressing', status: 'False', reason, message };
}
