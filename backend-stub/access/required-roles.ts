import { isApproval, type CanaryStep } from '../contract/steps.ts';
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
  switch (action) {
    case 'approve':
      return requirementsOf(steps.slice(stepIndex, stepIndex + 1));
    case 'promoteFully':
      return requirementsOf(steps.slice(Math.max(0, stepIndex)));
    case 'view':
    case 'start':
    case 'abort':
    case 'retry':
      return [];
  }
}

function requirementsOf(steps: readonly CanaryStep[]): readonly RoleRequirement[] {
  return steps
    .filter(isApproval)
    .map(({ pause }) => pause.requiresRoles ?? [])
    .filter((roles) => roles.length > 0);
}
