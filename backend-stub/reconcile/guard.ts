import { may } from '../access/may.ts';
import { requiredRolesFor } from '../access/required-roles.ts';
import type { GuardedAction } from '../access/rights.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { CanaryStep } from '../contract/steps.ts';
import type { Services } from './services.ts';

export interface GuardInput {
  readonly action: GuardedAction;
  readonly user: string;
  readonly application: string;
  readonly account: string;
  readonly steps?: readonly CanaryStep[];
  readonly stepIndex?: number;
}

/** Asks Fiat; undefined means allowed. Throws `AuthorizationsUnavailable` when Fiat can't tell: unknown is not denied. */
export async function guard({ authorizations }: Services, input: GuardInput): Promise<Refusal | undefined> {
  const { action, user, application, account, steps = [], stepIndex = 0 } = input;
  if (authorizations.mode === 'open') return undefined;
  const permissions = await authorizations.permissions(user);
  const question = {
    action,
    user,
    permissions,
    application,
    account,
    requiredRoles: requiredRolesFor(action, steps, stepIndex),
  };
  const refusal = may(question);
  if (refusal === undefined || action === 'view') return refusal;
  return may({ ...question, accountWriters: await authorizations.accountWriters(account) });
}
