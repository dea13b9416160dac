import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GateParts, GateProxy } from './gate-parts.ts';
import { userOf } from './identity.ts';
import { Refused } from './refusal.ts';

const path = /^\/gate\/proxies\/([^/?]+)([^?]*)/;

type Proxied = Pick<GateParts, 'users' | 'proxies'>;

/**
 * `/proxies/gennaker/**` by Gate's rules: the user's name is Gate's to say, no header of the browser goes on, of a repeated
 * query key the first value stays, the body is written anew, and a 5xx comes out as a 502 without its sentence.
 */
export function routeProxy(app: FastifyInstance, parts: Proxied): void {
  // No PATCH: Gate has none.
  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: '/proxies/*',
    handler: (request, reply) => forward(parts, request, reply),
  });
}

async function forward(parts: Proxied, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const url = target(request.url, parts.proxies);
  reply.header('X-Proxy-Url', url.href);
  const answer = await fetch(url, {
    method: request.method,
    redirect: 'manual',
    headers: headersFor(userOf(request, parts.users).name, request.body),
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  }).catch(() => undefined);
  if (answer === undefined) return unreachable(reply, url);
  reply.header('X-Proxy-Status-Code', String(answer.status));
  if (answer.status >= 500) return reply.status(502).type('text/plain').send('');
  const type = answer.headers.get('content-type') ?? 'text/plain';
  return reply
    .status(answer.status)
    .type(type)
    .send(await answer.text());
}

/** Throws {@link Refused} for a proxy that is not configured. */
function target(asked: string, proxies: readonly GateProxy[]): URL {
  const [, id = '', rest = ''] = path.exec(asked) ?? [];
  const proxy = proxies.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (proxy === undefined) throw new Refused(400, `No proxy config found with id '${id}'`);
  const url = new URL(`${proxy.uri}${rest}`);
  for (const [key, value] of new URL(asked, url).searchParams)
    if (!url.searchParams.has(key)) url.searchParams.append(key, value);
  return url;
}

/** What a real Gate sent, without its tracing. */
function headersFor(user: string, body: unknown): Record<string, string> {
  return {
    'X-SPINNAKER-USER': user,
    'X-SPINNAKER-USER-ORIGIN': 'api',
    'X-SPINNAKER-ANONYMOUS': 'anonymous',
    ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
  };
}

function unreachable(reply: FastifyReply, url: URL): FastifyReply {
  return reply
    .header('X-Proxy-Status-Code', '504')
    .status(502)
    .type('text/plain')
    .send(`java.net.ConnectException: Failed to connect to /${url.host}`);
}
