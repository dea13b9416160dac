import type { HeldAuthorization } from '../../backend-stub/contract/effective-permissions.ts';

export const authorizationWords: Readonly<Record<HeldAuthorization, string>> = {
  READ: 'See it',
  EXECUTE: 'Run its pipelines',
  WRITE: 'Change it',
};

/** Roles beside admins, who can do everything. */
export function rolesWords(roles: 'everyone' | readonly string[], most = 8): string {
  if (roles === 'everyone') return 'everyone';
  if (roles.length === 0) return 'admins only';
  const rest = roles.length - most;
  return rest > 0 ? `${roles.slice(0, most).join(', ')} and ${rest} more` : roles.join(', ');
}
