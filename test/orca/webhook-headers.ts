import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { JavaException } from './java-exception.ts';

export type Header = readonly [name: string, value: string];

/** A request as it goes over the wire, headers in order. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: readonly Header[];
  readonly body: Buffer | undefined;
}

export interface WebhookRequest {
  readonly method: string;
  readonly url: URL;
  /** Undefined: nothing is sent. A text goes as it is, anything else as JSON. */
  readonly payload: Json | undefined;
  readonly customHeaders: JsonObject;
  readonly sensitiveHeaders: JsonObject;
}

/** Orca drops them, since another service would believe them (WebhookService). */
const deniedHeaders = [
  'X-SPINNAKER-USER',
  'X-SPINNAKER-ACCOUNT',
  'X-SPINNAKER-USER-ORIGIN',
  'X-SPINNAKER-REQUEST-ID',
  'X-SPINNAKER-EXECUTION-ID',
];

/** What Orca accepts when nobody says otherwise (recorded). */
const defaultAccept = 'application/json, application/cbor, application/yaml, text/plain, application/*+json, */*';

/**
 * Puts a request together in the order that was recorded: Accept first, custom headers in the order of their map, sensitive
 * ones; then what OkHttp adds. With a body, the content type moves down beside its length.
 */
export function wireRequest(request: WebhookRequest): WireRequest {
  const headers = new HeaderList([['Accept', defaultAccept]]);
  for (const [name, values] of Object.entries({ ...request.customHeaders, ...request.sensitiveHeaders }))
    if (!deniedHeaders.includes(name.toUpperCase())) headers.put(name, headerValues(values));
  const body = request.payload === undefined || request.payload === null ? undefined : request.payload;
  const bytes = body === undefined ? withoutBody(headers) : withBody(headers, body);
  headers.put('Host', [request.url.host]);
  headers.put('Connection', ['Keep-Alive']);
  headers.put('Accept-Encoding', ['gzip']);
  headers.put('User-Agent', ['okhttp/4.12.0']);
  return { method: request.method, url: request.url, headers: headers.all(), body: bytes };
}

/** A GET, too, says that it has no content (recorded). */
function withoutBody(headers: HeaderList): undefined {
  headers.put('Content-Length', ['0']);
  return undefined;
}

/** A text has a length; a map is streamed, so that its length is not said (recorded on a plain webhook). */
function withBody(headers: HeaderList, body: Json): Buffer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const otherwise = typeof body === 'string' ? 'text/plain;charset=ISO-8859-1' : 'application/json';
  const contentType = headers.take('Content-Type') ?? otherwise;
  const bytes = /charset=ISO-8859-1/i.test(contentType) ? latin(text) : Buffer.from(text, 'utf8');
  headers.put('Content-Type', [contentType]);
  if (isObject(body) || Array.isArray(body)) headers.put('Transfer-Encoding', ['chunked']);
  else headers.put('Content-Length', [`${bytes.length}`]);
  return bytes;
}

/** Java writes a question mark for what the character set lacks. */
function latin(text: string): Buffer {
  return Buffer.from(text.replace(/[^\u0000-\u00ff]/gu, '?'), 'latin1');
}

function headerValues(values: Json): readonly string[] {
  const list = Array.isArray(values) ? values : [String(values)];
  return list.map((value) => {
    if (typeof value === 'string') return value;
    const type = typeof value === 'number' ? 'java.lang.Long' : 'java.util.LinkedHashMap';
    throw new JavaException('java.lang.ClassCastException', `class ${type} cannot be cast to class java.lang.String`);
  });
}

/** Spring's headers: putting one that is there keeps its place. */
class HeaderList {
  #entries: { name: string; values: readonly string[] }[];

  constructor(start: readonly Header[]) {
    this.#entries = start.map(([name, value]) => ({ name, values: [value] }));
  }

  put(name: string, values: readonly string[]): void {
    const known = this.#entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
    if (known === undefined) this.#entries.push({ name, values });
    else known.values = values;
  }

  take(name: string): string | undefined {
    const taken = this.#entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
    this.#entries = this.#entries.filter((entry) => entry !== taken);
    return taken?.values[0];
  }

  all(): readonly Header[] {
    return this.#entries.flatMap(({ name, values }) => values.map((value): Header => [name, value]));
  }
}
