import { decidedStep } from '../access/required-roles.ts';
import type { Action } from '../contract/decision.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { guard } from './guard.ts';
import type { Services } from './services.ts';

export interface Decider {
  readonly user: string;
  readonly action: Action;
  /** Where the rollouts stand that the action would change. */
  readonly stepIndexes: readonly (number | undefined)[];
}

/**
 * Whether somebody has the right, whatever the rollouts do now; undefined means yes. Asked for the button and again for the
 * decision, so that the two never disagree. Throws `AuthorizationsUnavailable` when Fiat can't tell.
 */
export async function mayDecide(
  services: Services,
  { application, account, policy, requester, origin }: DeploymentRecord,
  { user, action, stepIndexes }: Decider,
): Promise<Refusal | undefined> {
  const { steps } = policy;
  const stepIndex = decidedStep(action, steps, stepIndexes);
  const requesters = [requester, ...((origin.kind === 'stage' ? origin.triggeredBy : undefined) ?? [])];
  return guard(services, { action, user, application, account, steps, stepIndex, requesters });
}
