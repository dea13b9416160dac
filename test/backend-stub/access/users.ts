import type { Authorization, UserPermissions } from '../../../backend-stub/access/permissions.ts';

/** A user with EXECUTE and READ on application shop, READ and WRITE on account prod, and the role team-a; but for what is given. */
export function userWith(parts: Partial<UserPermissions> = {}): UserPermissions {
  return {
    user: 'alice@example.com',
    roles: ['team-a'],
    admin: false,
    accounts: granting('prod', 'READ', 'WRITE'),
    applications: granting('shop', 'READ', 'EXECUTE'),
    allowAccessToUnknownApplications: false,
    ...parts,
  };
}

export function granting(
  name: string,
  ...authorizations: Authorization[]
): ReadonlyMap<string, readonly Authorization[]> {
  return new Map([[name, authorizations]]);
}

export const nothing: ReadonlyMap<string, readonly Authorization[]> = new Map();
