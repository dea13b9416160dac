import { accountsOf, tenantsOf } from '../../../backend-stub/access/tenants.ts';

const accounts = [
  { name: 'prod', tenant: 'acme/production' },
  { name: 'test', tenant: 'acme/test' },
  { name: 'tools' },
];

describe('a tenant', () => {
  it('has the accounts that name it, by its whole name', () => {
    expect(accountsOf('acme/production', accounts)).toEqual(['prod']);
    expect(accountsOf('acme', accounts)).toEqual([]);
    expect(accountsOf('default', accounts)).toEqual(['tools']);
  });

  it('is told of an account, and is the default one where none is named or the account is not known', () => {
    const tenantOf = tenantsOf(accounts);
    expect(['prod', 'test', 'tools', 'gone', undefined].map(tenantOf)).toEqual([
      ...['acme/production', 'acme/test'],
      ...['default', 'default', 'default'],
    ]);
  });
});
