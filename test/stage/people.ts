import { fiatView } from '../spinnaker/fiat.ts';
import type { FiatView } from '../spinnaker/fiat.ts';

/** The application whose pipelines deploy. */
export const application = 'shop';

/** Who there is, by what they may do: the names say it. */
export const alice = 'alice@example.com';
export const reader = 'reader@example.com';
export const executor = 'executor@example.com';
export const releaser = 'releaser@example.com';
export const stranger = 'stranger@example.com';
export const administrator = 'admin@example.com';

const all = ['READ', 'EXECUTE', 'WRITE'];

export function people(account: string): Readonly<Record<string, FiatView>> {
  const may = (
    name: string,
    onApplication: readonly string[],
    onAccount: readonly string[],
    roles: readonly string[],
  ): FiatView =>
    fiatView(name, {
      applications: [{ name: application.toUpperCase(), authorizations: onApplication }],
      accounts: [{ name: account, authorizations: onAccount }],
      roles: roles.map((role) => ({ name: role, source: 'FILE' })),
    });
  return {
    [alice]: may(alice, all, ['READ', 'WRITE'], ['dev']),
    [reader]: may(reader, ['READ'], ['READ'], ['support']),
    [executor]: may(executor, ['READ', 'EXECUTE'], ['READ'], ['dev']),
    [releaser]: may(releaser, all, ['READ', 'WRITE'], ['dev', 'release']),
    [stranger]: fiatView(stranger),
    [administrator]: fiatView(administrator, { admin: true, roles: [{ name: 'spin-admins', source: 'FILE' }] }),
  };
}
