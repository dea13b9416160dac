import { withFallback } from '../contract/application-rules.ts';
import { folded, isRestricted, rolesFor, type Permissions } from '../contract/authorization.ts';
import { withoutPrefixes } from '../contract/effective-permissions.ts';
import { holdsExpression } from '../contract/expressions.ts';
import type { Knowledge, Subject } from './knowledge.ts';
import type { Need } from './pipeline.ts';

export type Answer =
  | { readonly kind: 'allowed'; readonly by: AllowedBy; readonly assumed?: Assumption }
  | {
      readonly kind: 'denied';
      /** Any one of these would do; empty: no role has it, only admins. Absent: which would do is not known. */
      readonly oneOf?: readonly string[];
      readonly assumed?: Assumption;
      /** The roles should be enough, and Fiat says no: it has not taken them up yet, or knows another rule. */
      readonly fiatDisagrees?: true;
      /** Whoever asks starts nothing for nobody, whatever is open to everybody. */
      readonly asNobody?: true;
    }
  | { readonly kind: 'unknown'; readonly why: WhyUnknown };

export type AllowedBy =
  | { readonly kind: 'role'; readonly role: string }
  /** It names no role at all. */
  | { readonly kind: 'open' }
  | { readonly kind: 'admin' }
  /** Fiat says so, by a rule that is not seen from here: a prefix, for example. */
  | { readonly kind: 'fiat' };

export type WhyUnknown =
  /** The name holds an expression. */
  | { readonly kind: 'run-time' }
  /** The run acts as whoever ran the pipeline before it. */
  | { readonly kind: 'parent' }
  | { readonly kind: 'subject'; readonly why: string }
  /** Nobody can say which roles the resource names. */
  | { readonly kind: 'resource' }
  /** It would be denied, if it were asked at all. */
  | { readonly kind: 'sometimes-asked'; readonly oneOf?: readonly string[] };

/** Where nobody has EXECUTE by name, whoever may READ has it, unless `fiat.executeFallback` says otherwise: that is not seen. */
export type Assumption = 'read-executes';

/** Whether somebody is given what is needed, by which role, or which would do. */
export function answerTo(need: Need, subject: Subject | undefined, knowledge: Knowledge): Answer {
  if (holdsExpression(need.name)) return { kind: 'unknown', why: { kind: 'run-time' } };
  if (subject === undefined) return { kind: 'unknown', why: { kind: 'parent' } };
  const known = rolesOn(need, knowledge);
  const answer = plainAnswer(need, subject, known);
  if (need.certain || answer.kind !== 'denied') return answer;
  const { oneOf } = answer;
  return { kind: 'unknown', why: { kind: 'sometimes-asked', ...(oneOf === undefined ? {} : { oneOf }) } };
}

/** Who may, by name. `open`: everybody; undefined: not known. */
export interface RolesOn {
  readonly open: boolean;
  readonly roles: readonly string[];
  readonly assumed?: Assumption;
}

export function rolesOn({ on, name, authorization }: Need, knowledge: Knowledge): RolesOn | undefined {
  const permissions = on === 'account' ? knowledge.account(name) : knowledge.application(name);
  if (permissions === undefined) return undefined;
  const effective = on === 'account' ? permissions : withFallback(withoutPrefixes, permissions);
  const roles = [...new Set(rolesFor(effective, authorization))];
  const assumed = authorization === 'EXECUTE' && isAssumed(permissions) ? { assumed: 'read-executes' as const } : {};
  return { open: !isRestricted(permissions), roles, ...(on === 'account' ? {} : assumed) };
}

function isAssumed(permissions: Permissions): boolean {
  return isRestricted(permissions) && rolesFor(permissions, 'EXECUTE').length === 0;
}

function plainAnswer(need: Need, subject: Subject, known: RolesOn | undefined): Answer {
  switch (subject.kind) {
    case 'unknown':
      return { kind: 'unknown', why: { kind: 'subject', why: subject.why } };
    case 'roles':
      return known === undefined ? { kind: 'unknown', why: { kind: 'resource' } } : byRoles(subject.roles, known);
    case 'seen':
      return bySight(need, subject, known);
  }
}

function byRoles(roles: readonly string[], { open, roles: wanted, ...rest }: RolesOn): Answer {
  if (open) return { kind: 'allowed', by: { kind: 'open' } };
  const role = wanted.find((one) => roles.some((held) => folded(held) === one));
  return role === undefined
    ? { kind: 'denied', oneOf: wanted, ...rest }
    : { kind: 'allowed', by: { kind: 'role', role }, ...rest };
}

type Seen = Extract<Subject, { readonly kind: 'seen' }>;

function bySight(need: Need, subject: Seen, known: RolesOn | undefined): Answer {
  if (subject.admin) return { kind: 'allowed', by: { kind: 'admin' } };
  // What Fiat itself said is not assumed.
  const named =
    known === undefined ? undefined : byRoles(subject.roles ?? [], { open: known.open, roles: known.roles });
  if (isGiven(need, subject)) return named?.kind === 'allowed' ? named : { kind: 'allowed', by: { kind: 'fiat' } };
  if (named === undefined) return { kind: 'denied' };
  if (named.kind === 'allowed') return { kind: 'denied', fiatDisagrees: true };
  return named;
}

function isGiven({ on, name, authorization }: Need, subject: Seen): boolean {
  const listed = on === 'account' ? subject.accounts : subject.applications;
  const given = listed.get(folded(name));
  if (given !== undefined) return given.includes(authorization);
  return on === 'application' && subject.unlistedApplicationsAreOpen;
}
