import type { RolloutReport } from '../contract/report.ts';
import { stepLabel } from '../contract/steps.ts';
import type { CanaryStep } from '../contract/steps.ts';
import { objectName } from './kubernetes-object.ts';

/**
 * A sentence for each step that a rollout has left behind between two looks. What it does now says the phase; but two
 * steps may be over between two looks, and a timeline without them would tell of weights that nobody saw change.
 */
export function stepEvents(
  now: readonly RolloutReport[],
  before: readonly RolloutReport[],
  steps: readonly CanaryStep[],
): readonly string[] {
  return now.flatMap((rollout) => {
    const earlier = before.find(({ name, namespace }) => name === rollout.name && namespace === rollout.namespace);
    const { from, to } = passed(rollout, earlier);
    const name = objectName({ kind: 'Rollout', name: rollout.name, namespace: rollout.namespace });
    return steps
      .slice(from, to)
      .map((step, index) => `${name} is past step ${from + index + 1} of ${steps.length} (${stepLabel(step)}).`);
  });
}

/**
 * A first deployment takes no steps, and an abort goes back to the first one. A version that was stable when it was first
 * seen took them some other time: Argo shows an unchanged Rollout at its end.
 */
function passed(now: RolloutReport, before: RolloutReport | undefined): { readonly from: number; readonly to: number } {
  const none = { from: 0, to: 0 };
  if (now.podHash === undefined || now.firstDeployment || now.stepIndex === undefined) return none;
  const isNew = before?.podHash !== now.podHash;
  if (isNew && now.podHash === now.stablePodHash) return none;
  const known = isNew ? 0 : (before.stepIndex ?? 0);
  return known < now.stepIndex ? { from: known, to: now.stepIndex } : none;
}
