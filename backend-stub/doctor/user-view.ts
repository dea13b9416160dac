import type { UserPermissions } from '../access/permissions.ts';
import type { Look } from './look.ts';

/** What Fiat says of somebody; `absent`: it knows nobody of that name. */
export type UserLook = Look<UserPermissions | 'absent'>;

export function isAbsent(user: UserPermissions | 'absent'): user is 'absent' {
  return user === 'absent';
}
