import { readRulesFile } from '../../../backend-stub/creation/rules-file.ts';
import { fiatView } from '../../spinnaker/fiat.ts';

export const alice = 'alice@example.com';
export const bob = 'bob@example.com';
export const admin = 'admin@example.com';

/** An operator's copy of Fiat's prefixes: one for everything, and one of a team. */
export const file = readRulesFile(`
fiat: {restrictApplicationCreation: true, admin: {roles: [spin-admins]}}
auth.permissions:
  provider.application: aggregate
  source.application.prefix:
    enabled: true
    prefixes:
      - {prefix: "*", permissions: {READ: [dev], WRITE: [dev], EXECUTE: [dev], CREATE: [creators]}}
      - {prefix: "teama-*", permissions: {CREATE: [Team-A], READ: [team-a]}}
`);
export const views = [
  fiatView(alice, { roles: [{ name: 'team-a' }] }),
  fiatView(bob, { roles: [{ name: 'dev' }] }),
  fiatView(admin, { admin: true, roles: [{ name: 'spin-admins' }] }),
];
