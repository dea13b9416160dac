import { refuse, type Refusal } from '../contract/refusal.ts';
import { allowedOnAccount, allowedOnApplication, folded, meets, type RoleRequirement } from './evaluator.ts';
import type { UserPermissions } from './permissions.ts';
import { remedyFor, whyNot, type Missing } from './refusal-words.ts';
import { guardedActionNames, rights, type GuardedAction } from './rights.ts';

export interface Question {
  readonly action: GuardedAction;
  readonly user: string;
  /** Fiat's view of that user; undefined when Fiat does not know them. */
  readonly permissions: UserPermissions | undefined;
  readonly application: string;
  readonly account: string;
  /** One list for each approval that the action answers for (`requiredRolesFor`). */
  readonly requiredRoles?: readonly RoleRequirement[] | undefined;
  /** Who asked for the deployment, where an approval that the action answers for is not theirs to give. */
  readonly notRequesters?: readonly string[] | undefined;
  /** Roles with WRITE on the account, when they are known: only named in the sentence, never judged by. */
  readonly accountWriters?: readonly string[] | undefined;
}

/** Undefined: yes. Whatever the view does not plainly allow is refused. */
export function may(question: Question): Refusal | undefined {
  const { action, user, permissions, accountWriters } = question;
  if (isRequester(question)) return refuseRequester(question);
  if (permissions?.admin === true && rights[action].adminPasses) return undefined;
  if (!isNamed(user)) return refuseUnnamed(question);
  if (permissions === undefined) return refuseUnknown(question);

  const missing = missingOf(question, permissions);
  if (missing.length === 0) return undefined;
  const subject = { user, roles: permissions.roles, accountWriters };
  return refuse('not-allowed', {
    ...objectOf(question),
    why: whyNot(subject, missing),
    remedy: missing.map((lack) => remedyFor(lack, subject)).join(' '),
  });
}

/**
 * Whether a call names somebody. Gate says `anonymous` where nobody is logged in, and Fiat keeps everybody's rights under
 * `__unrestricted_user__`, which are not to be borrowed by taking that name.
 */
export function isNamed(user: string): boolean {
  return !['', 'anonymous', '__unrestricted_user__'].includes(user.trim().toLowerCase());
}

/** First of all: no role and no admin flag makes up for it. */
function isRequester({ action, user, notRequesters = [] }: Question): boolean {
  return rights[action].notRequester && notRequesters.some((requester) => folded(requester) === folded(user));
}

function missingOf(question: Question, permissions: UserPermissions): readonly Missing[] {
  const { action, application, account, requiredRoles = [] } = question;
  const needed = rights[action];
  const missing: Missing[] = [];
  if (needed.application !== 'none' && !allowedOnApplication(permissions, application, needed.application)) {
    missing.push({ on: 'application', name: application, authorization: needed.application });
  }
  if (needed.account !== 'none' && !allowedOnAccount(permissions, account, needed.account)) {
    missing.push({ on: 'account', name: account, authorization: needed.account });
  }
  if (!needed.requiredRoles) return missing;
  for (const roles of requiredRoles) {
    if (!meets(permissions, roles)) missing.push({ on: 'approval', roles });
  }
  return missing;
}

function refuseUnnamed(question: Question): Refusal {
  return refuse('not-authenticated', {
    ...objectOf(question),
    why: 'the call names nobody, or only "anonymous"',
    remedy:
      question.action === 'start'
        ? 'Start the pipeline as a person, or give its automated triggers a service account ("Run As User")'
        : 'Log in to Spinnaker and try again',
  });
}

function refuseRequester(question: Question): Refusal {
  return refuse('not-allowed', {
    ...objectOf(question),
    why: `${question.user} asked for this deployment, and an approval of it is for somebody else to give`,
    remedy: 'Ask somebody else who may approve; a role or being an admin does not help',
  });
}

/** Not denied: Fiat's 404 on a view says only that its last sync knew nobody of that name. */
function refuseUnknown(question: Question): Refusal {
  return refuse('unknown-user', {
    ...objectOf(question),
    why: `Fiat does not know ${question.user}`,
    remedy:
      'A person logs in to Spinnaker once, or waits for the next role sync; a service account has to exist in Front50 first',
  });
}

function objectOf({ action, application, account }: Question): { readonly what: string; readonly on: string } {
  const on = rights[action].account === 'none' ? '' : ` and account ${account}`;
  return { what: guardedActionNames[action], on: `application ${application}${on}` };
}
