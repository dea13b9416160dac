import { folded, type RoleRequirement } from './evaluator.ts';

/** One thing that stands between a user and an action. */
export type Missing =
  | { readonly on: 'application'; readonly name: string; readonly authorization: 'READ' | 'EXECUTE' }
  | { readonly on: 'account'; readonly name: string; readonly authorization: 'WRITE' }
  | { readonly on: 'approval'; readonly roles: RoleRequirement };

export interface Subject {
  readonly user: string;
  readonly roles: readonly string[];
  /** Roles with WRITE on the account; empty: it is restricted and no role has it; undefined: not known. */
  readonly accountWriters?: readonly string[] | undefined;
}

/** Directories give people hundreds of groups; a sentence names some. */
const mostRolesNamed = 8;

export function whyNot({ user, roles }: Subject, missing: readonly Missing[]): string {
  const has = roles.length === 0 ? 'no role' : roleList(roles, 'and');
  return `${user} lacks ${missing.map(lackOf).join(', and ')}; ${user} has ${has}`;
}

export function remedyFor(missing: Missing, subject: Subject): string {
  switch (missing.on) {
    case 'application':
      return `Somebody with WRITE on application ${missing.name} can give ${missing.authorization} to a role of ${subject.user}.`;
    case 'account':
      return accountRemedy(missing.name, subject);
    case 'approval':
      return `The approval needs ${roleList(missing.roles, 'or')}: ask somebody who has that.`;
  }
}

function lackOf(missing: Missing): string {
  switch (missing.on) {
    case 'application':
    case 'account':
      return `${missing.authorization} on ${missing.on} ${missing.name}`;
    case 'approval':
      return `${roleList(missing.roles, 'or')} that an approval asks for`;
  }
}

function accountRemedy(account: string, { user, roles, accountWriters }: Subject): string {
  if (accountWriters === undefined)
    return `Whoever configures account ${account} in Clouddriver can say which role has WRITE.`;
  if (accountWriters.length === 0) {
    return `No role has WRITE on account ${account}; whoever configures it in Clouddriver can name one.`;
  }
  const held = accountWriters.filter((role) => roles.includes(folded(role)));
  if (held.length === 0) return `WRITE on account ${account} needs one of: ${accountWriters.join(', ')}.`;
  return `Clouddriver gives WRITE on account ${account} to ${roleList(held, 'and')}, but Fiat has not taken that up for ${user}: wait for its next role sync.`;
}

/** `the role release`, `the roles a, b or c`. */
export function roleList(roles: readonly string[], joint: 'and' | 'or'): string {
  const named = [...new Set(roles)].slice(0, mostRolesNamed);
  const hidden = new Set(roles).size - named.length;
  const words = hidden > 0 ? [...named, `${hidden} more`] : named;
  if (words.length === 1) return `the role ${words.join('')}`;
  return `the roles ${words.slice(0, -1).join(', ')} ${joint} ${words.slice(-1).join('')}`;
}
