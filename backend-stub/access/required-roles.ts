import { excludesRequester, isApproval, type CanaryStep } from '../contract/steps.ts';
import type { RoleRequirement } from './evaluator.ts';
import type { GuardedAction } from './rights.ts';

/**
 * The roles that an action answers for at a step (0 is the first): an approval those of its own step, a full promotion those of every
 * approval still ahead, since it skips them. With several rollouts, the lists of all of them together.
 */
export function requiredRolesFor(
  action: GuardedAction,
  steps: readonly CanaryStep[],
  stepIndex: number,
): readonly RoleRequirement[] {
  return requirementsOf(answeredSteps(action, steps, stepIndex));
}

/** Whether one of the approvals that an action answers for is not the requester's to give. */
export function isNotForRequester(action: GuardedAction, steps: readonly CanaryStep[], stepIndex: number): boolean {
  return answeredSteps(action, steps, stepIndex).some(excludesRequester);
}

function answeredSteps(action: GuardedAction, steps: readonly CanaryStep[], stepIndex: number): readonly CanaryStep[] {
  switch (action) {
    case 'approve':
      return steps.slice(stepIndex, stepIndex + 1);
    case 'promoteFully':
      return steps.slice(Math.max(0, stepIndex));
    case 'view':
    case 'start':
    case 'abort':
    case 'retry':
    case 'cancel':
    case 'giveBack':
      return [];
  }
}

/**
 * The step whose roles count, of rollouts that stand at these steps: the first of them, and for an approval the next one
 * that is asked for from there. A right is thus known before anything waits, and is the same once it does.
 */
export function decidedStep(
  action: GuardedAction,
  steps: readonly CanaryStep[],
  stepIndexes: readonly (number | undefined)[],
): number {
  const first = stepIndexes.length === 0 ? 0 : Math.min(...stepIndexes.map((index) => index ?? 0));
  if (action !== 'approve') return first;
  const ahead = steps.findIndex((step, index) => index >= first && isApproval(step));
  return ahead < 0 ? first : ahead;
}

function requirementsOf(steps: readonly CanaryStep[]): readonly RoleRequirement[] {
  return steps
    .filter(isApproval)
    .map(({ pause }) => pause.requiresRoles ?? [])
    .filter((roles) => roles.length > 0);
}
