import type { FastifyRequest } from 'fastify';
import type { PlaygroundUser } from '../users.ts';

export const identityCookieName = 'gennaker-playground-user';

/** Who somebody pretends to be: by the cookie, and the first user without one. Nothing else in a request counts. */
export function userOf(request: FastifyRequest, users: readonly PlaygroundUser[]): PlaygroundUser {
  const chosen = cookie(request.headers.cookie ?? '');
  const [first] = users;
  const found = users.find(({ name }) => name === chosen) ?? first;
  if (found === undefined) throw new Error('The playground has no users.');
  return found;
}

export function identityCookie(user: PlaygroundUser): string {
  return `${identityCookieName}=${encodeURIComponent(user.name)}; Path=/; HttpOnly; SameSite=Strict`;
}

function cookie(header: string): string | undefined {
  const value = header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${identityCookieName}=`))
    ?.slice(identityCookieName.length + 1);
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
