import { folded } from '../contract/authorization.ts';
import { holdsExpression } from '../contract/expressions.ts';
import type { Knowledge, SeenSubject, Subject } from './knowledge.ts';
import type { Need } from './pipeline.ts';
import { isGiven, rolesOn, type Assumption, type RolesOn, type RolesUnknown } from './roles-on.ts';

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
      /** The service account does not exist. */
      readonly noAccount?: true;
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
  | { readonly kind: RolesUnknown }
  /** The application names these roles, of which any one would do, and a prefix of Fiat may name others. */
  | { readonly kind: 'other-roles'; readonly oneOf: readonly string[] }
  /** It would be denied, if it were asked at all. */
  | { readonly kind: 'sometimes-asked'; readonly oneOf?: readonly string[] };

/** Whether somebody is given what is needed, by which role, or which would do. */
export function answerTo(need: Need, subject: Subject | undefined, knowledge: Knowledge): Answer {
  if (holdsExpression(need.name)) return { kind: 'unknown', why: { kind: 'run-time' } };
  if (subject === undefined) return { kind: 'unknown', why: { kind: 'parent' } };
  const answer = plainAnswer(need, subject, rolesOn(need, knowledge));
  if (need.certain || answer.kind !== 'denied') return answer;
  const { oneOf } = answer;
  return { kind: 'unknown', why: { kind: 'sometimes-asked', ...(oneOf === undefined ? {} : { oneOf }) } };
}

function plainAnswer(need: Need, subject: Subject, known: RolesOn): Answer {
  switch (subject.kind) {
    case 'unknown':
      return { kind: 'unknown', why: { kind: 'subject', why: subject.why } };
    case 'missing':
      return { kind: 'denied', noAccount: true };
    case 'roles':
      return byRoles(subject.roles, known);
    case 'seen':
      return bySight(need, subject, known);
  }
}

/** Whether somebody with these roles may. Who has none is shut out by every rule that restricts it, seen here or not. */
export function byRoles(held: readonly string[], known: RolesOn): Answer {
  switch (known.kind) {
    case 'open':
      return { kind: 'allowed', by: { kind: 'open' } };
    case 'unknown':
      return { kind: 'unknown', why: { kind: known.why } };
    case 'roles':
      return byOneOf(held, known);
  }
}

type NamedRoles = Extract<RolesOn, { readonly kind: 'roles' }>;

function byOneOf(held: readonly string[], known: NamedRoles): Answer {
  const role = roleIn(held, known);
  const rest = known.assumed === undefined ? {} : { assumed: known.assumed };
  if (role !== undefined) return { kind: 'allowed', by: { kind: 'role', role }, ...rest };
  if (known.isWhole || held.length === 0) return { ...denied(known), ...rest };
  return { kind: 'unknown', why: { kind: 'other-roles', oneOf: known.roles } };
}

function roleIn(held: readonly string[], { roles }: NamedRoles): string | undefined {
  return roles.find((one) => held.some((mine) => folded(mine) === one));
}

/** That no role would do is said only where all of them are seen. */
function denied({ roles, isWhole }: NamedRoles): Extract<Answer, { readonly kind: 'denied' }> {
  return { kind: 'denied', ...(isWhole || roles.length > 0 ? { oneOf: roles } : {}) };
}

function bySight(need: Need, subject: SeenSubject, known: RolesOn): Answer {
  if (subject.admin) return { kind: 'allowed', by: { kind: 'admin' } };
  const by = seenBy(subject.roles ?? [], known);
  if (isGiven(need, subject)) return { kind: 'allowed', by: by ?? { kind: 'fiat' } };
  if (by !== undefined) return { kind: 'denied', fiatDisagrees: true };
  return known.kind === 'roles' ? denied(known) : { kind: 'denied' };
}

/** By what it should be allowed. What Fiat itself says is not assumed. */
function seenBy(held: readonly string[], known: RolesOn): AllowedBy | undefined {
  if (known.kind === 'open') return { kind: 'open' };
  const role = known.kind === 'roles' ? roleIn(held, known) : undefined;
  return role === undefined ? undefined : { kind: 'role', role };
}
