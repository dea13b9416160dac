import { authorizations, folded, holdsOneOf, isRestricted, rolesFor } from './authorization.ts';
import type { Authorization, Permissions } from './authorization.ts';

export interface Application {
  readonly name: string;
  /** As Front50 stores them; what a prefix adds is not in it. */
  readonly permissions: Permissions;
}

/** What Fiat's configuration says about who may do what on applications; the names are those of its keys. */
export interface PermissionRules {
  /** `auth.permissions.provider.application`. `default`: no prefix counts. */
  readonly provider: 'default' | 'aggregate';
  readonly resolutionStrategy: 'AGGREGATE' | 'MOST_SPECIFIC';
  readonly prefixes: readonly PrefixRule[];
  /** Whose roles may execute where an application that is restricted names none for EXECUTE. */
  readonly executeFallback: Authorization;
}

/** The same, with what it says about creating them. */
export interface ApplicationRules extends PermissionRules {
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
  return granted(withFallback(rules, permissionsOf(rules, application)), roles);
}

/**
 * Front50 asks it by the name alone. A name that no prefix matches may be taken by everybody, and one whose prefixes name no role
 * for CREATE by admins only.
 */
export function mayCreate(rules: ApplicationRules, name: string, roles: readonly string[]): boolean {
  if (isAdmin(rules, roles)) return true;
  const creators = creatorsOf(rules, name);
  return creators.kind === 'everyone' || holdsOneOf(roles, creators.roles);
}

/** Who may create an application, beside admins, who always may. */
export type Creators =
  | { readonly kind: 'everyone'; readonly because: 'restrictionOff' | 'noMatchingPrefix' }
  /** Folded; empty: admins only. */
  | { readonly kind: 'roles'; readonly roles: readonly string[] };

export function creatorsOf(rules: ApplicationRules, name: string): Creators {
  if (!rules.restrictApplicationCreation) return { kind: 'everyone', because: 'restrictionOff' };
  const prefixes = prefixesFor(rules, name);
  if (!prefixes.some(({ permissions }) => isRestricted(permissions)))
    return { kind: 'everyone', because: 'noMatchingPrefix' };
  const roles = prefixes.flatMap(({ permissions }) => rolesFor(permissions, 'CREATE'));
  return { kind: 'roles', roles: [...new Set(roles)] };
}

export function isAdmin({ adminRoles }: Pick<ApplicationRules, 'adminRoles'>, roles: readonly string[]): boolean {
  return holdsOneOf(roles, adminRoles);
}

/** What names no role at all is open to everybody. With one role anywhere, each authorization is for its own roles only. */
export function granted(permissions: Permissions, roles: readonly string[]): readonly Authorization[] {
  if (!isRestricted(permissions)) return authorizations;
  return authorizations.filter((authorization) => holdsOneOf(roles, rolesFor(permissions, authorization)));
}

/** The application's own and those of its prefixes together: a prefix never takes a role away, but it can restrict what was open. */
export function permissionsOf(rules: PermissionRules, { name, permissions }: Application): Permissions {
  if (rules.provider === 'default') return permissions;
  return together([own(permissions), ...prefixesFor(rules, name).map((rule) => rule.permissions)]);
}

/** An application that exists can not say who may create it. */
export function own({ CREATE: _ignored, ...permissions }: Permissions): Permissions {
  return permissions;
}

/** With the roles of `executeFallback` for EXECUTE, where no role has that. */
export function withFallback({ executeFallback }: PermissionRules, permissions: Permissions): Permissions {
  const fallback = rolesFor(permissions, 'EXECUTE').length === 0 ? permissions[executeFallback] : undefined;
  return fallback === undefined ? permissions : { ...permissions, EXECUTE: fallback };
}

/** Those that count for a name: all that match, or the most specific one. */
export function prefixesFor(rules: PermissionRules, name: string): readonly PrefixRule[] {
  if (rules.provider === 'default') return [];
  const matching = rules.prefixes.filter(({ prefix }) => matches(prefix, name));
  if (rules.resolutionStrategy === 'AGGREGATE') return matching;
  const exact = matching.find(({ prefix }) => !isOpenEnded(prefix));
  return [exact ?? longest(matching)].filter((rule) => rule !== undefined);
}

/** Whether it ends with the star that stands for more. */
export function isOpenEnded(prefix: string): boolean {
  return folded(prefix).endsWith('*');
}

function matches(prefix: string, name: string): boolean {
  const begin = folded(prefix);
  return begin.endsWith('*') ? folded(name).startsWith(begin.slice(0, -1)) : folded(name) === begin;
}

/** Of two that are equally long, the first. */
function longest(rules: readonly PrefixRule[]): PrefixRule | undefined {
  return rules.reduce<PrefixRule | undefined>(
    (best, rule) => (best === undefined || folded(rule.prefix).length > folded(best.prefix).length ? rule : best),
    undefined,
  );
}

function together(all: readonly Permissions[]): Permissions {
  return Object.fromEntries(
    authorizations.map((authorization) => [authorization, all.flatMap((one) => rolesFor(one, authorization))]),
  );
}
