import { folded, isRestricted, rolesFor, type Permissions } from '../contract/authorization.ts';

/** What somebody with these roles may write to, among what is restricted; what is open is everybody's. */
export function reachOf(roles: readonly string[], resources: ReadonlyMap<string, Permissions>): readonly string[] {
  const held = new Set(roles.map(folded));
  return [...resources].flatMap(([name, permissions]) =>
    isRestricted(permissions) && rolesFor(permissions, 'WRITE').some((role) => held.has(role)) ? [name] : [],
  );
}

export interface ReachChange {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** What whoever makes a trigger fire can change through the account of the pipeline, after its roles are others. */
export function reachChange(
  roles: { readonly before: readonly string[]; readonly after: readonly string[] },
  resources: ReadonlyMap<string, Permissions>,
): ReachChange {
  const [before, after] = [reachOf(roles.before, resources), reachOf(roles.after, resources)];
  return {
    gained: after.filter((name) => !before.includes(name)),
    lost: before.filter((name) => !after.includes(name)),
  };
}
