import { withFallback } from '../contract/application-rules.ts';
import { folded, isRestricted, rolesFor, type Permissions } from '../contract/authorization.ts';
import { withoutPrefixes } from '../contract/effective-permissions.ts';
import { anonymous } from './identity.ts';
import type { Knowledge, KnownApplication, SeenSubject } from './knowledge.ts';
import type { Need } from './pipeline.ts';

/** What is asked for, whoever asks. */
export type Wanted = Pick<Need, 'on' | 'name' | 'authorization'>;

/** Who may, by role. */
export type RolesOn =
  /** Everybody may. */
  | { readonly kind: 'open' }
  | {
      readonly kind: 'roles';
      /** Any one of them is enough; lower-cased, each once. Empty: only admins may, where they are whole. */
      readonly roles: readonly string[];
      /** Whether no other role is; else a prefix of Fiat may give it to more. */
      readonly isWhole: boolean;
      readonly assumed?: Assumption;
    }
  | { readonly kind: 'unknown'; readonly why: RolesUnknown };

export type RolesUnknown =
  /** Nobody can say which roles it names. */
  | 'resource'
  /** The application names no role, and whether a prefix restricts it is not known. */
  | 'prefixes'
  /** By what is seen here it is open, and Fiat says that it is not. */
  | 'hidden-rule';

/** Where nobody has EXECUTE by name, whoever may READ has it, unless `fiat.executeFallback` says otherwise: that is not seen. */
export type Assumption = 'read-executes';

export function rolesOn(wanted: Wanted, knowledge: Knowledge): RolesOn {
  const { on, name } = wanted;
  return on === 'account'
    ? onAccount(wanted, knowledge.account(name))
    : onApplication(wanted, knowledge.application(name), knowledge);
}

function onAccount({ authorization }: Wanted, permissions: Permissions | undefined): RolesOn {
  if (permissions === undefined) return { kind: 'unknown', why: 'resource' };
  if (!isRestricted(permissions)) return { kind: 'open' };
  return { kind: 'roles', roles: unique(rolesFor(permissions, authorization)), isWhole: true };
}

function onApplication(wanted: Wanted, known: KnownApplication | undefined, knowledge: Knowledge): RolesOn {
  if (known === undefined) return { kind: 'unknown', why: 'resource' };
  const { permissions, isWhole } = known;
  if (!isRestricted(permissions)) return withoutRoles(isWhole, everybodyMay(wanted, knowledge));
  const { authorization } = wanted;
  const effective = isWhole ? permissions : withFallback(withoutPrefixes, permissions);
  const isAssumed = !isWhole && authorization === 'EXECUTE' && rolesFor(permissions, 'EXECUTE').length === 0;
  return {
    kind: 'roles',
    roles: unique(rolesFor(effective, authorization)),
    isWhole,
    ...(isAssumed ? { assumed: 'read-executes' } : {}),
  };
}

/** Fiat's word about nobody tells whether it is open, also where its configuration is not seen from here. */
function withoutRoles(isWhole: boolean, everybody: boolean | undefined): RolesOn {
  if (everybody === false) return { kind: 'unknown', why: 'hidden-rule' };
  return isWhole || everybody === true ? { kind: 'open' } : { kind: 'unknown', why: 'prefixes' };
}

function everybodyMay(wanted: Wanted, knowledge: Knowledge): boolean | undefined {
  const subject = knowledge.subject(anonymous);
  return subject.kind === 'seen' ? isGiven(wanted, subject) : undefined;
}

/** Whether Fiat gives it, by its word. */
export function isGiven({ on, name, authorization }: Wanted, subject: SeenSubject): boolean {
  const listed = on === 'account' ? subject.accounts : subject.applications;
  const given = listed.get(folded(name));
  if (given !== undefined) return given.includes(authorization);
  return on === 'application' && subject.unlistedApplicationsAreOpen;
}

function unique(roles: readonly string[]): readonly string[] {
  return [...new Set(roles)];
}
