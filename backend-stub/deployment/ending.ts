import { objectName } from './kubernetes-object.ts';
import { isFirstDeployment } from './bind.ts';
import { blocked } from './follow.ts';
import type { Binding } from './record.ts';
import type { RolloutState } from './rollout.ts';

/** The next thing to do to one rollout of a deployment that is being aborted. */
export type AbortStep =
  | { readonly kind: 'patch' }
  | { readonly kind: 'wait'; readonly sentence: string }
  | { readonly kind: 'restore'; readonly podHash: string }
  | { readonly kind: 'done'; readonly sentence: string };

/**
 * Argo's abort takes the pods back at once and leaves the bad template in the spec, where the next change would roll it
 * out again. So the template of the stable version is put back after it. What is no longer ours is left alone.
 * `ours`: the template in the spec is still the one that was applied.
 */
export function nextAbortStep(binding: Binding, state: RolloutState | undefined, ours: boolean): AbortStep {
  const name = objectName(binding.reference);
  const { stablePodHash } = binding;
  if (state === undefined || state.uid !== binding.uid) return done(`${name} does not exist any more.`);
  if (stablePodHash === undefined)
    return done(`${name} was deployed for the first time: there is no version to go back to, so it stays as it is.`);
  if (state.podHash === stablePodHash) return done(`${name} is back on its stable version ${stablePodHash}.`);
  if (state.podHash !== binding.podHash)
    return done(`${name} rolls out somebody else's version by now and was left alone.`);
  if (state.stablePodHash === binding.podHash)
    return done(`${name} was already promoted fully and stays on the new version.`);
  return takenBack(state, { name, ours, restore: { kind: 'restore', podHash: stablePodHash } });
}

interface TakingBack {
  readonly name: string;
  readonly ours: boolean;
  readonly restore: AbortStep;
}

function takenBack(state: RolloutState, { name, ours, restore }: TakingBack): AbortStep {
  // Argo acts upon no abort of a spec that it refuses, and would be waited for without an end.
  const refused = blocked(state, name);
  if (refused !== undefined && ours) return restore;
  if (refused !== undefined)
    return done(
      `${name} has this deployment's template no more, and its pods follow when its spec is mended. ${refused.sentence}`,
    );
  if (!state.abort) return { kind: 'patch' };
  if (state.abortedAt === undefined) return { kind: 'wait', sentence: `${name} is being aborted.` };
  return restore;
}

/** A Rollout that this deployment applied and that Argo never took up: no controller, or a spec that it refuses. */
export type Unbound = Omit<Binding, 'podHash' | 'unchanged' | 'images'>;

/** Argo has not begun, so there are no pods to take back; only the template is in the spec, waiting for the next change. */
export function nextUnboundStep(unbound: Unbound, state: RolloutState | undefined, ours: boolean): AbortStep {
  const name = objectName(unbound.reference);
  const { stablePodHash } = unbound;
  if (state === undefined || state.uid !== unbound.uid) return done(`${name} does not exist any more.`);
  if (stablePodHash === undefined)
    return done(`${name} was deployed for the first time: there is no version to go back to, so it stays as it is.`);
  if (ours) return { kind: 'restore', podHash: stablePodHash };
  if (state.podHash === stablePodHash) return done(`${name} is back on its stable version ${stablePodHash}.`);
  return done(`${name} has not the template of this deployment any more, and was left alone.`);
}

function done(sentence: string): AbortStep {
  return { kind: 'done', sentence };
}

/** True when aborting this rollout would change anything. */
export function canAbort(binding: Binding, state: RolloutState): boolean {
  return !isFirstDeployment(binding) && state.podHash === binding.podHash && state.stablePodHash !== binding.podHash;
}
