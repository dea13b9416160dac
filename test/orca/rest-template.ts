import { STATUS_CODES } from 'node:http';
import type { Agent } from 'node:http';
import type { OrcaClock } from './clock.ts';
import { exchange } from './exchange.ts';
import type { WireResponse } from './exchange.ts';
import { JavaException } from './java-exception.ts';
import { parseJson } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { validateUrl } from './url-rules.ts';
import type { UrlRestrictions } from './url-rules.ts';
import type { WireRequest } from './webhook-headers.ts';

export interface Reply {
  readonly status: number;
  readonly headers: JsonObject;
  readonly body: Json | undefined;
}

/** An answer of 400 or above. */
export class HttpStatusException extends JavaException {
  constructor(
    className: string,
    message: string,
    readonly reply: Reply,
  ) {
    super(`org.springframework.web.client.${className}`, message);
  }
}

export interface Connections {
  readonly clock: OrcaClock;
  readonly agent: Agent;
  readonly readTimeoutMs: number;
  readonly restrictions: UrlRestrictions;
  readonly signal: AbortSignal;
}

/** Sends a request, follows redirects, reads the answer; throws Spring's exceptions. */
export async function send(request: WireRequest, connections: Connections): Promise<Reply> {
  const response = await follow(request, connections);
  if (response.status >= 400) throw statusException(request, response);
  return { status: response.status, headers: singleValues(response), body: bodyOf(response) };
}

async function follow(request: WireRequest, connections: Connections): Promise<WireResponse> {
  let next = request;
  for (let redirects = 0; redirects <= 20; redirects += 1) {
    const response = await exchangeOrFail(next, connections);
    const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    if (![300, 301, 302, 303, 307, 308].includes(response.status) || location === undefined) return response;
    next = redirected(next, { location, status: response.status, restrictions: connections.restrictions });
  }
  throw ioError(request, new JavaException('java.net.ProtocolException', 'Too many follow-up requests: 21'));
}

interface Redirect {
  readonly location: string;
  readonly status: number;
  readonly restrictions: UrlRestrictions;
}

/** Only the address is checked, not `allowedRequests` (WebhookConfiguration); another host does not get Authorization. */
function redirected(request: WireRequest, { location, status, restrictions }: Redirect): WireRequest {
  const url = new URL(location, request.url);
  if (!location.trim().startsWith('/')) validateUrl(location, restrictions);
  const keepsBody = request.method === 'GET' || status === 307 || status === 308;
  const elsewhere = url.host !== request.url.host || url.protocol !== request.url.protocol;
  const dropped = [
    ...(elsewhere ? ['authorization'] : []),
    ...(keepsBody ? [] : ['content-type', 'content-length', 'transfer-encoding']),
  ];
  return {
    method: keepsBody ? request.method : 'GET',
    url,
    body: keepsBody ? request.body : undefined,
    headers: request.headers
      .filter(([name]) => !dropped.includes(name.toLowerCase()))
      .map(([name, value]) => [name, name === 'Host' ? url.host : value]),
  };
}

async function exchangeOrFail(request: WireRequest, connections: Connections): Promise<WireResponse> {
  try {
    return await connections.clock.during(exchange(request, connections));
  } catch (failure) {
    throw failure instanceof JavaException ? ioError(request, failure) : failure;
  }
}

/** Recorded with the nested exception named when starting (POST), and without it when polling (GET). */
function ioError({ method, url }: WireRequest, cause: JavaException): JavaException {
  const nested = method === 'GET' ? '' : `; nested exception is ${cause.toString()}`;
  return new JavaException(
    'org.springframework.web.client.ResourceAccessException',
    `I/O error on ${method} request for "${url.href}": ${cause.message}${nested}`,
    { cause },
  );
}

const ownClasses = new Map([
  [400, 'BadRequest'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'NotFound'],
  [405, 'MethodNotAllowed'],
  [406, 'NotAcceptable'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [415, 'UnsupportedMediaType'],
  [422, 'UnprocessableEntity'],
  [429, 'TooManyRequests'],
  [500, 'InternalServerError'],
  [501, 'NotImplemented'],
  [502, 'BadGateway'],
  [503, 'ServiceUnavailable'],
  [504, 'GatewayTimeout'],
]);

function statusException({ method, url }: WireRequest, response: WireResponse): HttpStatusException {
  const { status, reason } = response;
  const text = response.body.toString('utf8');
  const parent = status >= 500 ? 'HttpServerErrorException' : 'HttpClientErrorException';
  const own = ownClasses.get(status);
  return new HttpStatusException(
    own === undefined ? parent : `${parent}$${own}`,
    `${status} ${reason} on ${method} request for "${url.href}": ${text === '' ? '[no body]' : `"${text}"`}`,
    { status, headers: singleValues(response), body: text === '' ? undefined : (jsonOf(text) ?? text) },
  );
}

/** An error's body is read as JSON when it looks like it, whatever its content type (WebhookResponseProcessor). */
function jsonOf(text: string): Json | undefined {
  return /^[{[]/.test(text) ? parseJson(text) : undefined;
}

function bodyOf(response: WireResponse): Json | undefined {
  const text = response.body.toString('utf8');
  if (text === '') return undefined;
  const contentType = response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (!/^application\/([\w.-]+\+)?json\b/.test(contentType)) return text;
  const body = parseJson(text);
  if (body !== undefined) return body;
  throw new JavaException(
    'org.springframework.web.client.RestClientException',
    'Error while extracting response for type [class java.lang.Object] and content type [application/json]',
  );
}

function singleValues({ headers }: WireResponse): JsonObject {
  return Object.fromEntries([...headers].reverse());
}

/** As Spring's enumeration names it: `BAD_REQUEST`. */
export function statusName(status: number): string {
  return (STATUS_CODES[status] ?? `${status}`).toUpperCase().replace(/[^A-Z]+/g, '_');
}
