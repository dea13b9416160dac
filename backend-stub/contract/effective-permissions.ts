import { own, prefixesFor } from './application-rules.ts';
import type { Application, PermissionRules } from './application-rules.ts';
import { holdsOneOf, isRestricted, rolesFor } from './authorization.ts';
import type { Authorization, Permissions } from './authorization.ts';

/** What somebody can have on an application that exists, in the order in which Deck shows it. */
export const heldAuthorizations = ['READ', 'EXECUTE', 'WRITE'] as const;
export type HeldAuthorization = (typeof heldAuthorizations)[number];

/** Where a role has it from: the application itself, a prefix, or the roles that may execute where none is named for it. */
export type GrantSource =
  | { readonly kind: 'application' }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'executeFallback'; readonly of: Authorization };

export interface GrantedRole {
  /** Folded. */
  readonly role: string;
  readonly from: readonly GrantSource[];
}

/** Who has an authorization, beside admins, who have all. */
export type Holders =
  | { readonly kind: 'everyone' }
  /** Empty: admins only. */
  | { readonly kind: 'roles'; readonly roles: readonly GrantedRole[] };

export type EffectivePermissions = Readonly<Record<HeldAuthorization, Holders>>;

/** Where the operator's prefixes are not known: nothing but the application's own permissions, and Fiat's default for EXECUTE. */
export const withoutPrefixes: PermissionRules = {
  provider: 'default',
  resolutionStrategy: 'AGGREGATE',
  prefixes: [],
  executeFallback: 'READ',
};

/** Who will have what on an application with these permissions of its own, and who has it from where. As Fiat, also of one that is only being thought of. */
export function effectivePermissions(rules: PermissionRules, application: Application): EffectivePermissions {
  const sources = sourcesOf(rules, application);
  if (!sources.some(({ permissions }) => isRestricted(permissions)))
    return { READ: { kind: 'everyone' }, EXECUTE: { kind: 'everyone' }, WRITE: { kind: 'everyone' } };
  const holders = (authorization: HeldAuthorization): Holders => ({
    kind: 'roles',
    roles: rolesWith(sources, authorization),
  });
  return { READ: holders('READ'), EXECUTE: executors(sources, rules.executeFallback), WRITE: holders('WRITE') };
}

export function isHeldBy(holders: Holders, roles: readonly string[]): boolean {
  return (
    holders.kind === 'everyone' ||
    holdsOneOf(
      roles,
      holders.roles.map(({ role }) => role),
    )
  );
}

export interface Author {
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
}

/** What the author would not have on the own application; without one of these he is locked out. Never of an admin. */
export function lostByAuthor(
  permissions: EffectivePermissions,
  { roles, isAdmin }: Author,
): readonly ('READ' | 'WRITE')[] {
  if (isAdmin) return [];
  return (['READ', 'WRITE'] as const).filter((authorization) => !isHeldBy(permissions[authorization], roles));
}

/** Roles that could change what they can't see: WRITE does not give READ. Folded. */
export function writersWithoutRead({ READ, WRITE }: EffectivePermissions): readonly string[] {
  if (WRITE.kind === 'everyone') return [];
  return WRITE.roles.map(({ role }) => role).filter((role) => !isHeldBy(READ, [role]));
}

interface Source {
  readonly from: GrantSource;
  readonly permissions: Permissions;
}

function sourcesOf(rules: PermissionRules, application: Application): readonly Source[] {
  const permissions = rules.provider === 'default' ? application.permissions : own(application.permissions);
  const ofPrefixes = prefixesFor(rules, application.name).map((rule) => ({
    from: { kind: 'prefix', prefix: rule.prefix } as const,
    permissions: rule.permissions,
  }));
  return [{ from: { kind: 'application' }, permissions }, ...ofPrefixes];
}

function rolesWith(sources: readonly Source[], authorization: Authorization): readonly GrantedRole[] {
  const granted = new Map<string, GrantSource[]>();
  for (const { from, permissions } of sources)
    for (const role of new Set(rolesFor(permissions, authorization))) {
      const known = granted.get(role);
      if (known === undefined) granted.set(role, [from]);
      else known.push(from);
    }
  return [...granted].map(([role, from]) => ({ role, from }));
}

function executors(sources: readonly Source[], of: Authorization): Holders {
  const named = rolesWith(sources, 'EXECUTE');
  if (named.length > 0) return { kind: 'roles', roles: named };
  const from = [{ kind: 'executeFallback', of } as const];
  return { kind: 'roles', roles: rolesWith(sources, of).map(({ role }) => ({ role, from })) };
}
