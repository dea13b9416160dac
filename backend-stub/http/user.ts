import type { FastifyRequest } from 'fastify';

/** Who Gate says it is. Nobody gets here without a name but where access is open, and is then called as Gate does. */
export function userOf(request: FastifyRequest): string {
  return named(request) ?? 'anonymous';
}

export function named(request: FastifyRequest): string | undefined {
  const header = request.headers['x-spinnaker-user'];
  return typeof header === 'string' && header.trim() !== '' ? header.trim() : undefined;
}
