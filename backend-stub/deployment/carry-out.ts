import type { Action, SeenRollout } from '../contract/decision.ts';
import type { CanaryStep } from '../contract/steps.ts';
import type { AffectedRollout } from './decide.ts';
import { follow } from './follow.ts';
import { promoteFully, promoteStep, retry, unpause } from './patches.ts';
import type { RolloutPatch } from './patches.ts';
import type { RolloutState } from './rollout.ts';

/** Those that are carried out by a patch of each rollout; an abort has its own way. */
export type PatchingAction = Exclude<Action, 'abort'>;

/** How far a decision has come on one rollout. */
export type Move =
  /** The controller has acted on it. */
  | { readonly kind: 'done' }
  /** It stands in the object, for the controller to see. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'patch'; readonly patch: RolloutPatch }
  /** The rollout is no longer as it was seen: nothing is asked of it. */
  | { readonly kind: 'unlike' };

export interface MoveInput {
  readonly seen: SeenRollout;
  readonly rollout: AffectedRollout;
  readonly steps: readonly CanaryStep[];
}

const done: Move = { kind: 'done' };
const asked: Move = { kind: 'asked' };
const unlike: Move = { kind: 'unlike' };

/**
 * What comes next for a decision. A patch that was accepted proves nothing: promotions that were accepted and moved nothing
 * are among the most reported troubles of Argo Rollouts.
 */
export function nextMove(action: PatchingAction, input: MoveInput): Move {
  const { binding, state } = input.rollout;
  // Made anew it may have our version, and is not what anybody decided about.
  if (state.uid !== binding.uid || state.podHash !== binding.podHash) return unlike;
  return state.stablePodHash === binding.podHash ? done : moves[action](state, input);
}

const moves: Readonly<Record<PatchingAction, (state: RolloutState, input: MoveInput) => Move>> = {
  approve(state, { seen, rollout, steps }) {
    const { stepIndex = 0 } = state;
    if (state.abort || stepIndex > seen.stepIndex) return done;
    if (stepIndex < seen.stepIndex) return unlike;
    if (state.pauses.length === 0) return asked;
    const { waitingFor } = follow({ ...rollout, steps });
    return waitingFor?.kind === 'approval' ? { kind: 'patch', patch: promoteStep(state) } : unlike;
  },
  promoteFully(state) {
    // Whoever aborted it since decided otherwise.
    if (state.abort) return unlike;
    if (!state.promoteFull) return { kind: 'patch', patch: promoteFully(state) };
    if (state.pausedByHand) return { kind: 'patch', patch: unpause(state) };
    return state.pauses.length === 0 ? done : asked;
  },
  retry(state) {
    if (state.abort) return { kind: 'patch', patch: retry(state) };
    return state.abortedAt === undefined ? done : asked;
  },
};
