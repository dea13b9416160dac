import { folded } from '../contract/authorization.ts';
import type { Authorization, UserPermissions } from './permissions.ts';

export { folded } from '../contract/authorization.ts';

/**
 * Fiat's rules over a view, as its `FiatPermissionEvaluator` has them in every service, but for three things. The admin flag
 * is not looked at here: `rights.ts` says where it counts. `legacyFallback`, which opens every application, is not honoured.
 * And a blank name is nothing that anybody may touch.
 */
export function allowedOnAccount(permissions: UserPermissions, account: string, needed: Authorization): boolean {
  return permissions.accounts.get(folded(account))?.includes(needed) ?? false;
}

/** An application without an entry is closed, unless Fiat runs with `allowAccessToUnknownApplications`. */
export function allowedOnApplication(
  permissions: UserPermissions,
  application: string,
  needed: Authorization,
): boolean {
  const name = folded(application);
  if (name === '') return false;
  const entry = permissions.applications.get(name);
  return entry === undefined ? permissions.allowAccessToUnknownApplications : entry.includes(needed);
}

/** Roles that are alternatives: any one of them is enough, and an empty list asks for none. */
export type RoleRequirement = readonly string[];

/** Roles match whole (Orca's own preconfigured permissions match substrings: `ops` admits `devops`). */
export function meets(permissions: UserPermissions, requirement: RoleRequirement): boolean {
  return requirement.length === 0 || requirement.some((role) => permissions.roles.includes(folded(role)));
}
