import { approvalWait } from '../contract/progress.ts';
import type { SituationKind } from '../contract/report.ts';
import { isApproval, seconds, stepLabel } from '../contract/steps.ts';
import type { ApprovalStep, CanaryStep, TimedPauseStep } from '../contract/steps.ts';
import { objectName } from './kubernetes-object.ts';
import type { Binding } from './record.ts';
import { defined } from '../contract/defined.ts';
import { hasSteps } from './rollout-steps.ts';
import { condition, isObserved } from './rollout.ts';
import type { PauseCondition, RolloutState } from './rollout.ts';

/** What a bound rollout does now, in one word, with the sentence that says it to people. */
export interface Situation {
  readonly kind: SituationKind;
  readonly sentence: string;
  readonly waitingFor?: WaitingFor;
  /** It goes by steps that somebody else gave it. */
  readonly otherSteps?: true;
}

export type WaitingFor =
  | {
      readonly kind: 'approval';
      readonly stepIndex: number;
      readonly roles: readonly string[];
      readonly since?: string;
    }
  | { readonly kind: 'time'; readonly since?: string; readonly until?: string }
  /** Somebody set `spec.paused`, or the controller paused for a reason that none of our steps asked for. */
  | { readonly kind: 'outside'; readonly reason: string };

export interface FollowInput {
  readonly binding: Binding;
  /** Undefined when the cluster says that the object does not exist. */
  readonly state: RolloutState | undefined;
  readonly steps: readonly CanaryStep[];
}

export function follow(input: FollowInput): Situation {
  const { state, steps } = input;
  const situation = situationOf(input);
  return state === undefined || hasSteps(state.steps, steps) ? situation : { ...situation, otherSteps: true };
}

/**
 * The order of the questions is the answer: each one is only asked when all before it were answered with no. Anchored
 * on the pod hash and not on the generation, which runs ahead of the status and sometimes beside it.
 */
function situationOf(input: FollowInput): Situation {
  const { binding, state } = input;
  const name = objectName(binding.reference);
  // Argo takes no steps where there is no version to go back to, and its status still counts them for a moment.
  const taken = binding.stablePodHash === undefined ? [] : input.steps;
  if (state === undefined) return { kind: 'deleted', sentence: `${name} was deleted.` };
  if (state.uid !== binding.uid)
    return { kind: 'deleted', sentence: `${name} was deleted and made anew by somebody else.` };
  return (
    blocked(state, name) ??
    replaced(binding, state, name) ??
    aborted(state, name) ??
    succeeded(binding, state, name) ??
    stalled(taken, state, name) ??
    waiting(input.steps, state, name) ??
    progressing(taken, state, name)
  );
}

export function blocked(state: RolloutState, name: string): Situation | undefined {
  const invalid = condition(state, 'InvalidSpec');
  if (invalid === undefined || invalid.status === 'False') return undefined;
  return {
    kind: 'blocked',
    sentence: withStop(`Argo Rollouts does not accept ${name}: ${invalid.message ?? 'its spec is invalid'}`),
  };
}

function replaced(binding: Binding, state: RolloutState, name: string): Situation | undefined {
  if (state.podHash === undefined || state.podHash === binding.podHash) return undefined;
  if (state.podHash === binding.stablePodHash)
    return {
      kind: 'rolled-back',
      sentence: `${name} was put back to its stable version ${state.podHash} by somebody else.`,
    };
  return {
    kind: 'superseded',
    sentence: `${name} now rolls out another version (${state.podHash}) than this deployment's (${binding.podHash}).`,
  };
}

function aborted(state: RolloutState, name: string): Situation | undefined {
  if (!state.abort) return undefined;
  if (state.abortedAt === undefined) return { kind: 'aborting', sentence: `${name} is being aborted.` };
  const why = condition(state, 'Progressing')?.message ?? state.message ?? 'no reason was given';
  return { kind: 'aborted', sentence: withStop(`${name} was aborted: ${why}`) };
}

/** Argo's messages end as they like, and another sentence may follow. */
function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function succeeded(binding: Binding, state: RolloutState, name: string): Situation | undefined {
  if (state.stablePodHash !== binding.podHash || state.phase !== 'Healthy' || !isObserved(state)) return undefined;
  const sentence = binding.unchanged
    ? `${name} already ran this version: there was nothing to roll out.`
    : `${name} runs the new version on all ${state.wanted} pods.`;
  return { kind: 'succeeded', sentence };
}

/** Not an end for Argo: pods keep trying and may yet become ready. What it means is the stage's `onStall`. */
function stalled(steps: readonly CanaryStep[], state: RolloutState, name: string): Situation | undefined {
  const progress = condition(state, 'Progressing');
  if (progress?.reason !== 'ProgressDeadlineExceeded') return undefined;
  return { kind: 'stalled', sentence: `${name} makes no progress${place(steps, state)}: ${podCounts(state)}.` };
}

function waiting(steps: readonly CanaryStep[], state: RolloutState, name: string): Situation | undefined {
  if (state.promoteFull) return undefined;
  if (state.pausedByHand) return outside(name, 'it was paused by hand (spec.paused)');
  const pause = state.pauses[0];
  if (pause === undefined) return undefined;
  const index = state.stepIndex ?? 0;
  const step = steps[index];
  if (pause.reason !== 'CanaryPauseStep') return outside(name, `of ${pause.reason}`);
  if (!hasSteps(state.steps, steps)) return outside(name, `of a pause${theirPlace(state)}: ${goesOn}`);
  if (step === undefined || 'setWeight' in step) return outside(name, `of ${pause.reason}`);
  return {
    kind: 'waiting',
    sentence: `${name} ${wait(step, index, steps.length)}.`,
    waitingFor: waitingFor(step, index, pause),
  };
}

function wait(step: TimedPauseStep | ApprovalStep, index: number, steps: number): string {
  if (isApproval(step)) return approvalWait({ step: index + 1, steps, roles: step.pause.requiresRoles ?? [] });
  return `waits at step ${index + 1} of ${steps} (${stepLabel(step)})`;
}

function waitingFor(step: TimedPauseStep | ApprovalStep, stepIndex: number, { startTime }: PauseCondition): WaitingFor {
  if (isApproval(step))
    return { kind: 'approval', stepIndex, roles: step.pause.requiresRoles ?? [], ...defined({ since: startTime }) };
  if (startTime === undefined) return { kind: 'time' };
  const until = new Date(Date.parse(startTime) + seconds(step.pause) * 1000).toISOString();
  return { kind: 'time', since: startTime, until };
}

function outside(name: string, reason: string): Situation {
  return { kind: 'waiting', sentence: `${name} waits because ${reason}.`, waitingFor: { kind: 'outside', reason } };
}

function progressing(steps: readonly CanaryStep[], state: RolloutState, name: string): Situation {
  const counts = podCounts(state);
  if (state.promoteFull) return { kind: 'progressing', sentence: `${name} is being promoted fully: ${counts}.` };
  const where = place(steps, state);
  return { kind: 'progressing', sentence: `${name} ${where === '' ? 'goes to 100 %' : `is${where}`}: ${counts}.` };
}

/** ` at step 1 of 4 (25 %)`; empty after the last step. */
function place(steps: readonly CanaryStep[], state: RolloutState): string {
  const { stepIndex = steps.length } = state;
  const step = steps[stepIndex];
  if (steps.length > 0 && !hasSteps(state.steps, steps)) return theirPlace(state);
  return step === undefined ? '' : ` at step ${stepIndex + 1} of ${steps.length} (${stepLabel(step)})`;
}

const goesOn = 'promote fully or abort, or promote it on the cluster';

/** By steps that are not the stage's: what it asks for there nobody here can approve. */
function theirPlace({ stepIndex = 0, steps }: RolloutState): string {
  return stepIndex >= steps.length ? '' : ` at step ${stepIndex + 1} of ${steps.length} that somebody else gave it`;
}

/** A pod has the new version also while its image can't be pulled; whether it is available is another count, of all pods. */
function podCounts({ pods, wanted }: RolloutState): string {
  const { updated, available } = pods;
  const all = Math.max(pods.all, wanted);
  return `${updated} of ${wanted} pods ${updated === 1 ? 'has' : 'have'} the new version, ${available} of ${all} are available`;
}
