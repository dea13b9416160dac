import type { PermissionRules, PrefixRule } from '../contract/application-rules.ts';
import { isRestricted, rolesFor } from '../contract/authorization.ts';
import type { Authorization, Permissions } from '../contract/authorization.ts';
import type { EffectKind } from '../contract/creation-overview.ts';

/** What some prefixes give together. Made once for all applications under the same ones: a prefix may name hundreds of roles. */
export interface Added {
  readonly restricts: boolean;
  readonly roles: Readonly<Record<Authorization, ReadonlySet<string>>>;
}

export function addedBy(prefixes: readonly PrefixRule[]): Added {
  const rolesWith = (word: Authorization): ReadonlySet<string> =>
    new Set(prefixes.flatMap(({ permissions }) => rolesFor(permissions, word)));
  return {
    restricts: prefixes.some(({ permissions }) => isRestricted(permissions)),
    roles: {
      READ: rolesWith('READ'),
      WRITE: rolesWith('WRITE'),
      EXECUTE: rolesWith('EXECUTE'),
      CREATE: rolesWith('CREATE'),
    },
  };
}

/** What that changes for an application which says this for itself. */
export function effectKind(own: Permissions, added: Added, { executeFallback }: PermissionRules): EffectKind {
  if (!isRestricted(own)) return ofOpen(added);
  const { roles } = added;
  const executors = rolesFor(own, 'EXECUTE');
  const before = executors.length > 0 ? executors : rolesFor(own, executeFallback);
  // As soon as one role is named for EXECUTE, those of the fallback have it no more.
  const isNamed = executors.length > 0 || roles.EXECUTE.size > 0;
  if (isNamed && before.some((role) => !executors.includes(role) && !roles.EXECUTE.has(role))) return 'narrowed';
  if (hasOther(roles[isNamed ? 'EXECUTE' : executeFallback], before)) return 'widened';
  return (['READ', 'WRITE'] as const).some((word) => hasOther(roles[word], rolesFor(own, word))) ? 'widened' : 'same';
}

function ofOpen({ restricts, roles }: Added): EffectKind {
  if (!restricts) return 'same';
  return roles.READ.size > 0 ? 'closed' : 'hidden';
}

function hasOther(roles: ReadonlySet<string>, known: readonly string[]): boolean {
  for (const role of roles) if (!known.includes(role)) return true;
  return false;
}
