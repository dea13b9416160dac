import { admit } from '../../../backend-stub/access/machine-caller.ts';
import type { MachineGate } from '../../../backend-stub/access/machine-caller.ts';
import { isMachineRoute, machineRoutes, machineScopes } from '../../../backend-stub/access/machine-scopes.ts';
import { accountsOf } from '../../../backend-stub/access/tenants.ts';

const gate: MachineGate = {
  route: 'GET /v1/machines/accounts',
  scope: 'infrastructure:read',
  serviceAccounts: new Map([['ci', 'ci-robot@example.com']]),
  tenantClaims: ['org', 'env'],
};
const claims = { subject: 'ci', scopes: ['infrastructure:read'], tenant: 'acme/production' };

describe('a machine', () => {
  it('acts as its service account, in its tenant', () => {
    expect(admit(claims, gate)).toEqual({ subject: 'ci', tenant: 'acme/production', user: 'ci-robot@example.com' });
  });

  it.each([
    ['a scope', { ...claims, scopes: ['infrastructure:read:all', 'Infrastructure:Read'] }, 'lacks the scope'],
    ['a tenant', { subject: 'ci', scopes: claims.scopes }, 'names no tenant, which is read from org and env'],
    ['a service account', { ...claims, subject: 'CI' }, 'no service account of Spinnaker is configured for CI'],
  ])('that lacks %s is refused', (_lack, lacking, why) => {
    expect(admit(lacking, gate)).toMatchObject({ reason: 'not-allowed', sentence: expect.stringContaining(why) });
  });
});

describe('the table of routes for machines', () => {
  it('has for every route one of the scopes that there are', () => {
    for (const scope of Object.values(machineRoutes)) expect(machineScopes).toContain(scope);
  });

  it('has no row for what every object has', () => {
    expect(['toString', '__proto__', 'constructor'].filter(isMachineRoute)).toEqual([]);
  });
});

describe('the accounts of a tenant', () => {
  const accounts = [{ name: 'a', tenant: 'acme/production' }, { name: 'b' }, { name: 'c', tenant: 'Acme/production' }];

  it.each([
    ['acme/production', ['a']],
    ['default', ['b']],
    ['acme', []],
    ['', []],
  ])('%j are %j', (tenant, names) => {
    expect(accountsOf(tenant, accounts)).toEqual(names);
  });
});
