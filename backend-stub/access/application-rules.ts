import { folded } from './evaluator.ts';
import { authorizations, type Authorization } from './permissions.ts';

/** By authorization, the roles that have it: alternatives, in any case. */
export type Permissions = Readonly<Partial<Record<Authorization, readonly string[]>>>;

export interface Application {
  readonly name: string;
  /** As Front50 stores them; what a prefix adds is not in it. */
  readonly permissions: Permissions;
}

/** What Fiat's configuration says about applications; the names are those of its keys. */
export interface ApplicationRules {
  /** `auth.permissions.provider.application`. `default`: no prefix counts. */
  readonly provider: 'default' | 'aggregate';
  readonly resolutionStrategy: 'AGGREGATE' | 'MOST_SPECIFIC';
  readonly prefixes: readonly PrefixRule[];
  /** Whose roles may execute where an application that is restricted names none for EXECUTE. */
  readonly executeFallback: Authorization;
  readonly restrictApplicationCreation: boolean;
  readonly adminRoles: readonly string[];
}

export interface PrefixRule {
  /** Only a star at the end stands for more: `*x` and `a*b` are names that no application has. */
  readonly prefix: string;
  readonly permissions: Permissions;
}

/**
 * What Fiat gives somebody with these roles on an application: its rules once more, as they answered every recorded question. For
 * saying beforehand what a change would do, and never for deciding: that is asked of Fiat.
 */
export function authorizationsOn(
  rules: ApplicationRules,
  application: Application,
  roles: readonly string[],
): readonly Authorization[] {
  if (isAdmin(rules, roles)) return authorizations;
  const permissions = permissionsOf(rules, application);
  const fallback = rolesFor(permissions, 'EXECUTE').length === 0 ? permissions[rules.executeFallback] : undefined;
  return granted(fallback === undefined ? permissions : { ...permissions, EXECUTE: fallback }, roles);
}

/**
 * Front50 asks it by the name alone. A name that no prefix matches may be taken by everybody, and one whose prefixes name no role
 * for CREATE by admins only.
 */
export function mayCreate(rules: ApplicationRules, name: string, roles: readonly string[]): boolean {
  if (!rules.restrictApplicationCreation || isAdmin(rules, roles)) return true;
  return granted(permissionsOf(rules, { name, permissions: {} }), roles).includes('CREATE');
}

export function isAdmin({ adminRoles }: ApplicationRules, roles: readonly string[]): boolean {
  return holdsOneOf(roles, adminRoles);
}

/** What names no role at all is open to everybody. With one role anywhere, each authorization is for its own roles only. */
export function granted(permissions: Permissions, roles: readonly string[]): readonly Authorization[] {
  const isRestricted = authorizations.some((authorization) => rolesFor(permissions, authorization).length > 0);
  if (!isRestricted) return authorizations;
  return authorizations.filter((authorization) => holdsOneOf(roles, rolesFor(permissions, authorization)));
}

/** The application's own and those of its prefixes together: a prefix never takes a role away, but it can restrict what was open. */
function permissionsOf(rules: ApplicationRules, { name, permissions }: Application): Permissions {
  if (rules.provider === 'default') return permissions;
  // An application that exists can not say who may create it.
  const { CREATE: _ignored, ...own } = permissions;
  return together([own, ...prefixesOf(rules, name).map((rule) => rule.permissions)]);
}

function prefixesOf({ prefixes, resolutionStrategy }: ApplicationRules, name: string): readonly PrefixRule[] {
  const matching = prefixes.filter(({ prefix }) => matches(prefix, name));
  if (resolutionStrategy === 'AGGREGATE') return matching;
  const exact = matching.find(({ prefix }) => !prefix.endsWith('*'));
  const longest = matching.toSorted((left, right) => right.prefix.length - left.prefix.length)[0];
  const one = exact ?? longest;
  return one === undefined ? [] : [one];
}

function matches(prefix: string, name: string): boolean {
  const begin = folded(prefix);
  return begin.endsWith('*') ? folded(name).startsWith(begin.slice(0, -1)) : folded(name) === begin;
}

function together(all: readonly Permissions[]): Permissions {
  return Object.fromEntries(
    authorizations.map((authorization) => [authorization, all.flatMap((one) => rolesFor(one, authorization))]),
  );
}

function rolesFor(permissions: Permissions, authorization: Authorization): readonly string[] {
  return (permissions[authorization] ?? []).map(folded).filter((role) => role !== '');
}

function holdsOneOf(roles: readonly string[], wanted: readonly string[]): boolean {
  return roles.some((role) => wanted.some((one) => folded(one) === folded(role)));
}
