import { actionNames } from '../contract/decision.ts';
import type { Action, SeenRollout } from '../contract/decision.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { CanaryStep } from '../contract/steps.ts';
import { canAbort } from './ending.ts';
import { follow } from './follow.ts';
import { objectName } from './kubernetes-object.ts';
import type { Binding } from './record.ts';
import type { RolloutState } from './rollout.ts';

/** A rollout that the deployment is bound to, as the cluster has it now; `state` is undefined when it is gone. */
export interface BoundRollout {
  readonly binding: Binding;
  readonly state: RolloutState | undefined;
}

export interface DecideInput {
  readonly deployment: string;
  readonly action: Action;
  readonly seen: readonly SeenRollout[];
  readonly rollouts: readonly BoundRollout[];
  readonly steps: readonly CanaryStep[];
}

/** The rollouts that the action changes, or the sentence why it does nothing now. */
export type DecideResult = { readonly kind: 'allowed'; readonly rollouts: readonly AffectedRollout[] } | Refusal;

export interface AffectedRollout {
  readonly binding: Binding;
  readonly state: RolloutState;
}

/** May this be decided now? By what the rollouts do and by what the maker of the decision saw; not by who he is. */
export function decide(input: DecideInput): DecideResult {
  const affected = affectedBy(input);
  if (affected.length === 0) return impossible(input);
  const stale = affected.map((rollout) => staleness(input, rollout)).find((sentence) => sentence !== undefined);
  if (stale !== undefined)
    return refusal(input, 'stale', {
      why: stale,
      remedy: 'Look at the deployment again and decide on what it shows now',
    });
  const absent = input.action === 'approve' ? missingAtBarrier(input) : undefined;
  if (absent !== undefined)
    return refusal(input, 'not-possible', {
      why: absent,
      remedy: 'The approval is asked for when all rollouts have reached the step',
    });
  return { kind: 'allowed', rollouts: affected };
}

function affectedBy({ action, rollouts, steps }: DecideInput): readonly AffectedRollout[] {
  return rollouts.flatMap(({ binding, state }) => {
    if (state === undefined || state.uid !== binding.uid) return [];
    return changes(action, { binding, state }, steps) ? [{ binding, state }] : [];
  });
}

function changes(action: Action, { binding, state }: AffectedRollout, steps: readonly CanaryStep[]): boolean {
  const situation = follow({ binding, state, steps });
  switch (action) {
    case 'approve':
      return situation.waitingFor?.kind === 'approval';
    case 'promoteFully':
      return canPromoteFully(situation.kind, state);
    case 'abort':
      return canAbort(binding, state) && !state.abort;
    case 'retry':
      return situation.kind === 'aborted';
  }
}

function canPromoteFully(kind: string, state: RolloutState): boolean {
  const underway = kind === 'waiting' || kind === 'progressing' || kind === 'stalled';
  return underway && !state.promoteFull && state.podHash !== state.stablePodHash;
}

/** An abort and a retry hold for any step of the version that was seen; what lets pods through holds for one step only. */
function staleness({ action, seen }: DecideInput, { binding, state }: AffectedRollout): string | undefined {
  const name = objectName(binding.reference);
  const glance = seen.find(({ rollout }) => rollout === binding.reference.name);
  if (glance === undefined) return `it affects ${name}, which the decision does not name`;
  if (glance.podHash !== binding.podHash)
    return `${name} rolls out ${binding.podHash}, and the decision was about ${glance.podHash}`;
  if (action === 'abort' || action === 'retry' || glance.stepIndex === state.stepIndex) return undefined;
  return `${name} is at step ${(state.stepIndex ?? 0) + 1} by now, and the decision was about step ${glance.stepIndex + 1}`;
}

/** An approval lets all rollouts go together, so all must have come to the same step, or be done. */
function missingAtBarrier({ rollouts, steps }: DecideInput): string | undefined {
  const open = rollouts.flatMap(({ binding, state }) => {
    const situation = follow({ binding, state, steps });
    return situation.kind === 'succeeded' ? [] : [{ situation, step: state?.stepIndex }];
  });
  const away = open.find(({ situation }) => situation.waitingFor?.kind !== 'approval');
  if (away !== undefined) return `not all rollouts wait for it: ${away.situation.sentence}`;
  const stepIndexes = new Set(open.map(({ step }) => step));
  return stepIndexes.size > 1 ? 'the rollouts wait at different steps' : undefined;
}

function impossible(input: DecideInput): Refusal {
  const doing = input.rollouts
    .map(({ binding, state }) => follow({ binding, state, steps: input.steps }).sentence)
    .join(' ');
  return refusal(input, 'not-possible', {
    why: `${whyNot[input.action]} ${doing}`.trim(),
    remedy: remedies[input.action],
  });
}

const whyNot: Readonly<Record<Action, string>> = {
  approve: 'nothing waits for an approval.',
  promoteFully: 'no rollout is on its way.',
  abort: 'no rollout has a version to go back to.',
  retry: 'no rollout is aborted.',
};

const remedies: Readonly<Record<Action, string>> = {
  approve: 'Wait until it asks for one',
  promoteFully: 'An aborted rollout must be retried first',
  abort: 'A first deployment is mended by deploying again; cancel the pipeline to stop waiting for it',
  retry: 'Only a rollout that was aborted can be retried',
};

function refusal(input: DecideInput, reason: Refusal['reason'], parts: { why: string; remedy: string }): Refusal {
  return refuse(reason, { what: actionNames[input.action], on: `deployment ${input.deployment}`, ...parts });
}
