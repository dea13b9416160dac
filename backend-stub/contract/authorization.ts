/** What Fiat gives on an application or an account, in its terms. */
export const authorizations = ['READ', 'WRITE', 'EXECUTE', 'CREATE'] as const;
export type Authorization = (typeof authorizations)[number];

/** By authorization, the roles that have it: alternatives, in any case. */
export type Permissions = Readonly<Partial<Record<Authorization, readonly string[]>>>;

/** A name or role as Fiat compares it: without space around it, and in lower case. */
export function folded(name: string): string {
  return name.trim().toLowerCase();
}

/** Folded, and without those that are blank, which Fiat does not count. */
export function rolesFor(permissions: Permissions, authorization: Authorization): readonly string[] {
  return (permissions[authorization] ?? []).map(folded).filter((role) => role !== '');
}

/** With one role anywhere, each authorization is for its own roles only; with none, all are everybody's. */
export function isRestricted(permissions: Permissions): boolean {
  return authorizations.some((authorization) => permissions[authorization]?.some((role) => folded(role) !== ''));
}

export function holdsOneOf(roles: readonly string[], wanted: readonly string[]): boolean {
  return roles.some((role) => wanted.some((one) => folded(one) === folded(role)));
}
