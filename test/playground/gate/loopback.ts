import type { FastifyRequest } from 'fastify';

const hosts = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Anybody here may pretend to be anybody, so only pages of this playground are served: a page from elsewhere in the same
 * browser can neither call it nor reach it by a name that was made to resolve to this machine.
 */
export function isOwnPage({ headers }: FastifyRequest): boolean {
  const { host = '', origin } = headers;
  return hosts.test(host) && (origin === undefined || origin === `http://${host}`);
}
