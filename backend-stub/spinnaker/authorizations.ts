import type { Authorizations } from '../ports.ts';
import type { AccountRoles } from './clouddriver.ts';
import type { FiatViews } from './fiat.ts';

/** `access: fiat`. Without a Clouddriver to ask, refusals do not name the roles that would help. */
export function fiatAuthorizations(fiat: FiatViews, clouddriver?: AccountRoles): Authorizations {
  return {
    mode: 'fiat',
    permissions: (user) => fiat.permissions(user),
    accountWriters: async (account) => clouddriver?.writers(account),
  };
}

/**
 * `access: open`: everybody may do everything, signed in or not. Only for a configuration that says so in these words; every report then
 * shows it. It is never what a failing Fiat falls back to.
 */
export function openAuthorizations(): Authorizations {
  return {
    mode: 'open',
    permissions: async (user) => ({
      user,
      roles: [],
      admin: true,
      accounts: new Map(),
      applications: new Map(),
      allowAccessToUnknownApplications: true,
    }),
    accountWriters: async () => undefined,
  };
}
