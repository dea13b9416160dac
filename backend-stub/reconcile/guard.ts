import { may } from '../access/may.ts';
import { isNotForRequester, requiredRolesFor } from '../access/required-roles.ts';
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
  /** Who asked for the deployment. */
  readonly requesters?: readonly string[];
}

/** Asks Fiat; undefined means allowed. Throws `AuthorizationsUnavailable` when Fiat can't tell: unknown is not denied. */
export async function guard({ authorizations }: Services, input: GuardInput): Promise<Refusal | undefined> {
  const { action, user, application, account, steps = [], stepIndex = 0, requesters = [] } = input;
  if (authorizations.mode === 'open') return undefined;
  const permissions = await authorizations.permissions(user);
  const question = {
    action,
    user,
    permissions,
    application,
    account,
    requiredRoles: requiredRolesFor(action, steps, stepIndex),
    notRequesters: isNotForRequester(action, steps, stepIndex) ? requesters : [],
  };
  const refusal = may(question);
  if (refusal === undefined || refusal.reason === 'unknown-user' || action === 'view') return refusal;
  return may({ ...question, accountWriters: await authorizations.accountWriters(account) });
}

/** How Fiat's word about somebody is shown. Nothing of it where nobody is asked. */
export interface Standing {
  readonly asAdmin?: true;
  /** How long ago Fiat said so, in whole seconds. */
  readonly secondsOld?: number;
}

/** By the same answer that `guard` judged by, as long as that is kept. */
export async function standingOf({ authorizations, clock }: Services, user: string): Promise<Standing> {
  if (authorizations.mode === 'open') return {};
  const permissions = await authorizations.permissions(user);
  const askedAt = permissions?.askedAt;
  return {
    ...(permissions?.admin === true ? { asAdmin: true } : {}),
    ...(askedAt === undefined ? {} : { secondsOld: Math.floor((clock.elapsed() - askedAt) / 1000) }),
  };
}
