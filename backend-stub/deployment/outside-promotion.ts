import type { RolloutReport } from '../contract/report.ts';
import { isApproval } from '../contract/steps.ts';
import type { DeploymentRecord } from './record.ts';

export interface OutsidePromotion {
  readonly sentence: string;
  /** Where the rollout stands since; absent where it goes by other steps than the stage's. */
  readonly stepIndex?: number;
}

/**
 * What kubectl or a dashboard let go on past an approval that was not given here, since the look before.
 * `otherSteps`: of each rollout, whether it goes by steps that somebody else gave it.
 */
export function promotionsOutside(
  { rollouts }: Pick<DeploymentRecord, 'rollouts'>,
  previous: DeploymentRecord,
  otherSteps: readonly boolean[],
): readonly OutsidePromotion[] {
  return rollouts.flatMap((rollout, index) => {
    const before = previous.rollouts.find(
      ({ name, namespace }) => name === rollout.name && namespace === rollout.namespace,
    );
    if (before === undefined || !isSameVersion(before, rollout)) return [];
    return otherSteps[index] === true
      ? endedByOtherSteps(rollout, before, previous)
      : wentPast(rollout, before, previous);
  });
}

/** A first deployment follows no steps, and of another version the steps say nothing. */
function isSameVersion(before: RolloutReport, { podHash, firstDeployment }: RolloutReport): boolean {
  return podHash !== undefined && before.podHash === podHash && !firstDeployment;
}

/** By the step and not by the pause: between the two Argo shows a rollout that stands at the step and waits for nothing. */
function wentPast(
  { name, stepIndex = 0 }: RolloutReport,
  { stepIndex: first = 0 }: RolloutReport,
  previous: DeploymentRecord,
): readonly OutsidePromotion[] {
  const passed = previous.policy.steps.slice(first, stepIndex);
  if (!passed.some((step, index) => isApproval(step) && !isApproved(previous, first + index))) return [];
  const sentence = `Rollout ${name} went on past an approval that was not given here: it was promoted outside Gennaker.`;
  return [{ sentence, stepIndex }];
}

/** The index of a step says nothing there; that all pods have the version says that every approval was passed. */
function endedByOtherSteps(
  { name, situation }: RolloutReport,
  before: RolloutReport,
  previous: DeploymentRecord,
): readonly OutsidePromotion[] {
  const isNew = situation === 'succeeded' && before.situation !== 'succeeded';
  const isOwed = previous.policy.steps.some((step, index) => isApproval(step) && !isApproved(previous, index));
  if (!isNew || !isOwed) return [];
  const sentence = `Rollout ${name} went to its end by steps that somebody else gave it, without an approval that the stage asks for: it was promoted outside Gennaker.`;
  return [{ sentence }];
}

function isApproved({ approvedSteps = [] }: DeploymentRecord, index: number): boolean {
  return approvedSteps.includes(index);
}
