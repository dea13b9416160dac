import { administrator, alice, executor, people, reader, releaser, stranger } from '../stage/people.ts';
import { readIdentity } from '../stage/world.ts';
import { fiatView } from '../spinnaker/fiat.ts';
import type { FiatView } from '../spinnaker/fiat.ts';

/** Somebody whom the playground pretends to be. */
export interface PlaygroundUser {
  readonly name: string;
  /** What they may do, in a few words. */
  readonly may: string;
  readonly roles: readonly string[];
  readonly admin: boolean;
}

const abilities: Readonly<Record<string, string>> = {
  [alice]: 'deploys and approves',
  [releaser]: 'deploys, and approves what asks for the role release',
  [executor]: 'starts pipelines, may not change the account',
  [reader]: 'looks, and may change nothing',
  [stranger]: 'is no member of anything, and may read nothing here',
  [administrator]: 'administers Spinnaker',
};

/** Roles with their rights on the account, as Clouddriver has them: sentences about who may do something name them. */
export const accountRoles = { READ: ['dev', 'release', 'oncall', 'support'], WRITE: ['dev', 'release'] } as const;

/** What Fiat says about people. */
export function fiatViews(account: string): Readonly<Record<string, FiatView>> {
  const views: Readonly<Record<string, FiatView>> = {
    ...people(account),
    anonymous: fiatView('__unrestricted_user__'),
    // As whom the service reads executions back: READ is all it needs.
    [readIdentity]: fiatView(readIdentity, { roles: [{ name: 'support' }] }),
  };
  const oncall = views[executor];
  // Not of the role that may change the account, as it says of them.
  return oncall === undefined ? views : { ...views, [executor]: { ...oncall, roles: [{ name: 'oncall' }] } };
}

/** Fiat's view of a service account: on the account of the playground, what its roles give. */
export function accountViewer(account: string): (name: string, roles: readonly string[]) => FiatView {
  return (name, roles) => {
    const authorizations = authorizationWords.filter((word) => accountRoles[word].some((role) => roles.includes(role)));
    return fiatView(name, {
      accounts: authorizations.length === 0 ? [] : [{ name: account, authorizations }],
      roles: roles.map((role) => ({ name: role.toLowerCase(), source: 'EXTERNAL' })),
    });
  };
}

const authorizationWords = ['READ', 'WRITE'] as const;

/** Those who can be switched to on the page, the first of them to begin with. */
export function playgroundUsers(account: string): readonly PlaygroundUser[] {
  const views = fiatViews(account);
  return Object.entries(abilities).flatMap(([name, may]) => {
    const view = views[name];
    return view === undefined ? [] : [{ name, may, roles: view.roles.map((role) => role.name), admin: view.admin }];
  });
}
