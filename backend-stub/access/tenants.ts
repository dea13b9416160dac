/** Of an account that names none. */
export const defaultTenant = 'default';

/** The names of a tenant's accounts. Tenants are compared whole and with their case, as their issuer writes them. */
export function accountsOf(
  tenant: string,
  accounts: readonly { readonly name: string; readonly tenant?: string }[],
): readonly string[] {
  return accounts.filter((account) => (account.tenant ?? defaultTenant) === tenant).map(({ name }) => name);
}
