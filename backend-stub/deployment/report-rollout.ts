import type { RolloutReport, WaitingReport } from '../contract/report.ts';
import type { CanaryStep } from '../contract/steps.ts';
import { isFirstDeployment } from './bind.ts';
import type { Situation, WaitingFor } from './follow.ts';
import type { ObjectReference } from './kubernetes-object.ts';
import type { Binding } from './record.ts';
import { defined } from '../contract/defined.ts';
import type { RolloutState } from './rollout.ts';

export interface RolloutReportInput {
  readonly reference: ObjectReference;
  readonly situation: Situation;
  readonly steps: readonly CanaryStep[];
  readonly binding?: Binding;
  readonly state?: RolloutState;
  readonly troubles: readonly string[];
}

export function reportRollout(input: RolloutReportInput): RolloutReport {
  const { reference, situation, binding, state, troubles } = input;
  const { name, namespace = '' } = reference;
  return {
    ...{ name, namespace, situation: situation.kind, sentence: situation.sentence },
    ...defined({ podHash: binding?.podHash, stablePodHash: state?.stablePodHash }),
    ...defined({ stepIndex: isOurs(input) ? state?.stepIndex : undefined }),
    ...progressOf(input),
    images: binding?.images ?? [],
    troubles,
    ...defined({ waiting: waiting(situation.waitingFor) }),
  };
}

/** A pause that none of the steps asked for is told by the sentence only: nobody can approve it here. */
function waiting(waitingFor: WaitingFor | undefined): WaitingReport | undefined {
  switch (waitingFor?.kind) {
    case 'approval':
      return { reason: 'approval', requiresRoles: waitingFor.roles, ...defined({ since: waitingFor.since }) };
    case 'time':
      return { reason: 'time', ...defined({ since: waitingFor.since, until: waitingFor.until }) };
    case 'outside':
    case undefined:
      return undefined;
  }
}

/** The step and the counts of a status are about the version that the Rollout has now, which need not be ours any more. */
function isOurs({ binding, state }: RolloutReportInput): boolean {
  return binding === undefined || (state?.uid === binding.uid && state.podHash === binding.podHash);
}

function progressOf(input: RolloutReportInput): Pick<RolloutReport, 'firstDeployment' | 'weight' | 'pods'> {
  const { binding, state, steps } = input;
  const firstDeployment = binding !== undefined && isFirstDeployment(binding);
  if (isOurs(input)) return { firstDeployment, weight: weight(steps, state, firstDeployment), pods: pods(state) };
  return { firstDeployment, weight: { planned: 0, actual: 0 }, pods: { ...pods(state), updated: 0 } };
}

function pods(state: RolloutState | undefined): RolloutReport['pods'] {
  if (state === undefined) return { wanted: 0, updated: 0, ready: 0, available: 0 };
  const { updated, ready, available } = state.pods;
  return { wanted: state.wanted, updated, ready, available };
}

/** Without a traffic router the weight is a ratio of pods, and so is what we call actual. */
function weight(
  steps: readonly CanaryStep[],
  state: RolloutState | undefined,
  firstDeployment: boolean,
): RolloutReport['weight'] {
  if (state === undefined) return { planned: 0, actual: 0 };
  const { all, updated } = state.pods;
  const actual = all === 0 ? 0 : Math.round((100 * Math.min(updated, all)) / all);
  return { planned: planned(steps, state, firstDeployment), actual };
}

/** An abort takes the step back to the first one, and asks for nothing. */
function planned(steps: readonly CanaryStep[], state: RolloutState, firstDeployment: boolean): number {
  if (state.abort) return 0;
  return firstDeployment ? 100 : plannedWeight(steps, state.stepIndex ?? steps.length);
}

/** The weight that the steps up to and with the current one ask for; 100 after the last. */
export function plannedWeight(steps: readonly CanaryStep[], stepIndex: number): number {
  if (stepIndex >= steps.length) return 100;
  const begun = steps.slice(0, stepIndex + 1);
  const last = begun.findLast((step) => 'setWeight' in step);
  return last !== undefined && 'setWeight' in last ? last.setWeight.weight : 0;
}
