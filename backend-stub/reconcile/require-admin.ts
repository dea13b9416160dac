import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { Services } from './services.ts';

/** Undefined: the user is an admin, by Fiat. Throws `AuthorizationsUnavailable`. */
export async function requireAdmin(
  { authorizations }: Pick<Services, 'authorizations'>,
  user: string,
  what: string,
): Promise<Refusal | undefined> {
  if ((await authorizations.permissions(user))?.admin === true) return undefined;
  return refuse('not-allowed', {
    what,
    why: `it is for admins of Spinnaker, and ${user} is none by Fiat`,
    remedy: 'An operator names the roles of admins in Fiat (fiat.admin.roles)',
  });
}
