import type { RolloutState } from './rollout.ts';

/** A merge patch that the API server refuses with 409 when the object is not the one that was read. */
export interface RolloutPatch {
  readonly body: Readonly<Record<string, unknown>>;
  readonly subresource?: 'status';
}

function status(state: RolloutState, fields: Readonly<Record<string, unknown>>): RolloutPatch {
  return { body: { metadata: { resourceVersion: state.resourceVersion }, status: fields }, subresource: 'status' };
}

function spec(state: RolloutState, fields: Readonly<Record<string, unknown>>): RolloutPatch {
  return { body: { metadata: { resourceVersion: state.resourceVersion }, spec: fields } };
}

// The four patches are those of kubectl-argo-rollouts (pkg/kubectl-argo-rollouts/cmd/{promote,abort,retry}), where null
// takes a field away, as merge patches (RFC 7386) have it.

/** Ends the pause of the current step. Two of these never skip a step, since each is for one resourceVersion. */
export function promoteStep(state: RolloutState): RolloutPatch {
  return status(state, { pauseConditions: null });
}

export function promoteFully(state: RolloutState): RolloutPatch {
  return status(state, { promoteFull: true });
}

/** Only `spec.paused` holds the rollout after {@link promoteFully}; its own patch, as the subresource takes no spec. */
export function unpause(state: RolloutState): RolloutPatch {
  return spec(state, { paused: false });
}

/** As long as a full promotion is asked for, the controller takes an abort back (v1.10.1, rollout/canary.go). */
export function abort(state: RolloutState): RolloutPatch {
  return status(state, { abort: true, ...(state.promoteFull ? { promoteFull: null } : {}) });
}

export function retry(state: RolloutState): RolloutPatch {
  return status(state, { abort: false });
}
