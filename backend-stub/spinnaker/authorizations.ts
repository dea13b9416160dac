import type { UserPermissions } from '../access/permissions.ts';
import type { Authorizations } from '../ports.ts';
import type { AccountRoles } from './clouddriver.ts';
import type { FiatViews } from './fiat.ts';

/** `access: fiat`. Without a Clouddriver to ask, refusals do not name the roles that would help. */
export function fiatAuthorizations(fiat: FiatViews, clouddriver?: AccountRoles): Authorizations {
  return {
    mode: 'fiat',
    permissions: (user) => fiat.permissions(user),
    everybody: () => fiat.everybody(),
    accountWriters: async (account) => clouddriver?.writers(account),
  };
}

/**
 * `access: open`: everybody may do everything, signed in or not. Only for a configuration that says so in these words; every report then
 * shows it. It is never what a failing Fiat falls back to.
 */
export function openAuthorizations(): Authorizations {
  const everything = (user: string): UserPermissions => ({
    user,
    roles: [],
    admin: true,
    accounts: new Map(),
    applications: new Map(),
    allowAccessToUnknownApplications: true,
  });
  return {
    mode: 'open',
    permissions: async (user) => everything(user),
    everybody: async () => everything('anonymous'),
    accountWriters: async () => undefined,
  };
}
