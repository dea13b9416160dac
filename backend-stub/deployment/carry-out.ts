import type { Action, SeenRollout } from '../contract/decision.ts';
import type { AffectedRollout } from './decide.ts';
import { abort, promoteFully, promoteStep, retry, unpause } from './patches.ts';
import type { RolloutPatch } from './patches.ts';
import type { RolloutState } from './rollout.ts';

/** The patch that carries an action out on one rollout, or undefined when what it asks for is already so. */
export function patchFor(action: Action, { state }: AffectedRollout): RolloutPatch | undefined {
  switch (action) {
    case 'approve':
      return state.pauses.length === 0 ? undefined : promoteStep(state);
    case 'promoteFully':
      if (!state.promoteFull) return promoteFully(state);
      return state.pausedByHand ? unpause(state) : undefined;
    case 'abort':
      return state.abort ? undefined : abort(state);
    case 'retry':
      return state.abort ? retry(state) : undefined;
  }
}

/**
 * Has the controller acted? A patch that was accepted proves nothing: promotions that were accepted and moved nothing
 * are among the most reported troubles of Argo Rollouts.
 */
export function hasMoved(action: Action, seen: SeenRollout, { binding, state }: AffectedRollout): boolean {
  return state.stablePodHash === binding.podHash || actedUpon[action](state, seen);
}

const actedUpon: Readonly<Record<Action, (state: RolloutState, seen: SeenRollout) => boolean>> = {
  approve: ({ abort: aborted, stepIndex = 0 }, seen) => aborted || stepIndex > seen.stepIndex,
  promoteFully: ({ promoteFull, pauses, pausedByHand }) => promoteFull && pauses.length === 0 && !pausedByHand,
  abort: ({ abortedAt }) => abortedAt !== undefined,
  retry: ({ abort: aborted, abortedAt }) => !aborted && abortedAt === undefined,
};
