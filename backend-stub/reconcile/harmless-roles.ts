import { authorizations, type Permissions } from '../contract/authorization.ts';
import { neutralise } from '../contract/expressions.ts';

/** Roles are what somebody typed. */
export function harmlessRoles(permissions: Permissions): Permissions {
  return Object.fromEntries(
    authorizations.flatMap((one) => {
      const roles = permissions[one] ?? [];
      return roles.length === 0 ? [] : [[one, roles.map(neutralise)]];
    }),
  );
}
