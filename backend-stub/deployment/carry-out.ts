import type { Action, SeenRollout } from '../contract/decision.ts';
import type { AffectedRollout, BoundRollout } from './decide.ts';
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
export function hasMoved(action: Action, seen: SeenRollout | undefined, { binding, state }: BoundRollout): boolean {
  if (seen === undefined || state === undefined || state.podHash !== binding.podHash) return true;
  const done = state.stablePodHash === binding.podHash;
  switch (action) {
    case 'approve':
      return done || state.abort || (state.stepIndex ?? 0) > seen.stepIndex;
    case 'promoteFully':
      return done || (state.promoteFull && isUnpaused(state));
    case 'abort':
      return done || state.abortedAt !== undefined;
    case 'retry':
      return !state.abort && state.abortedAt === undefined;
  }
}

function isUnpaused({ pauses, pausedByHand }: RolloutState): boolean {
  return pauses.length === 0 && !pausedByHand;
}
