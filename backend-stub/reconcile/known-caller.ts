import { isNamed } from '../access/may.ts';
import type { UserPermissions } from '../access/permissions.ts';
import { refuse, type Refusal } from '../contract/refusal.ts';
import type { Services } from './services.ts';

/** What Fiat says of whoever asks about more than one application; refused where it says nothing. Throws `AuthorizationsUnavailable`. */
export async function knownCaller(
  { authorizations }: Pick<Services, 'authorizations'>,
  user: string,
  what: string,
): Promise<UserPermissions | Refusal> {
  if (authorizations.mode === 'fiat' && !isNamed(user))
    return refuse('not-authenticated', {
      what,
      why: 'the call names nobody, or only "anonymous"',
      remedy: 'Log in to Spinnaker and try again',
    });
  const permissions = await authorizations.permissions(user);
  if (permissions !== undefined) return permissions;
  return refuse('unknown-user', {
    what,
    why: `Fiat does not know ${user}`,
    remedy: 'Log in to Spinnaker once more, or wait for its next role sync',
  });
}

export const openAccess =
  'Access is open: the stage service asks no Fiat, and whether there is one is not known to it.';

export function noFront50(what: string, on?: string): Refusal {
  return refuse('not-possible', {
    what,
    ...(on === undefined ? {} : { on }),
    why: 'the stage service knows no Front50 to read it from',
    remedy: 'An operator can name one under front50.url',
  });
}
