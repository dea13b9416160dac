/** Of an account that names none. */
export const defaultTenant = 'default';

/** The names of a tenant's accounts. Tenants are compared whole and with their case, as their issuer writes them. */
export function accountsOf(
  tenant: string,
  accounts: readonly { readonly name: string; readonly tenant?: string }[],
): readonly string[] {
  return accounts.filter((account) => (account.tenant ?? defaultTenant) === tenant).map(({ name }) => name);
}

/** Whose an account is; what tells of none, or of one that is not known any more, is the default tenant's. */
export function tenantsOf(
  accounts: readonly { readonly name: string; readonly tenant?: string }[],
): (account: string | undefined) => string {
  const tenants = new Map(accounts.map(({ name, tenant }) => [name, tenant ?? defaultTenant]));
  return (account) => (account === undefined ? undefined : tenants.get(account)) ?? defaultTenant;
}
