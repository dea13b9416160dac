import { request as httpRequest } from 'node:http';
import type { Agent, IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { OrcaClock } from './clock.ts';
import { JavaException } from './java-exception.ts';
import type { Header, WireRequest } from './webhook-headers.ts';

export interface WireResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

export interface ExchangeOptions {
  readonly clock: OrcaClock;
  readonly agent: Agent;
  readonly readTimeoutMs: number;
  /** Ends the exchange as if the process had been killed. */
  readonly signal: AbortSignal;
}

/** Ours, not Java's: the small Orca was killed while it waited for an answer. */
export class Killed extends Error {
  override name = 'Killed' as const;
}

/** One request and its answer, with OkHttp's exceptions. Plain HTTP only. */
export async function exchange(request: WireRequest, options: ExchangeOptions): Promise<WireResponse> {
  const first = await attempt(request, options);
  if (first !== 'stale connection') return first;
  const second = await attempt(request, options);
  if (second !== 'stale connection') return second;
  throw endOfStream(request);
}

/** OkHttp repeats a request once, and silently, when a connection that had worked before is reset (recorded: resetpoll). */
async function attempt(
  request: WireRequest,
  { clock, agent, readTimeoutMs, signal }: ExchangeOptions,
): Promise<WireResponse | 'stale connection'> {
  const outgoing = httpRequest(request.url, { method: request.method, headers: request.headers.flat(), agent });
  const ends: (() => void)[] = [() => outgoing.destroy()];
  try {
    return await new Promise<WireResponse | 'stale connection'>((resolve, reject) => {
      const kill = (): void => reject(new Killed());
      signal.addEventListener('abort', kill, { once: true });
      const stopTimer = clock.after(readTimeoutMs, () =>
        reject(new JavaException('java.net.SocketTimeoutException', 'timeout')),
      );
      ends.push(stopTimer, () => signal.removeEventListener('abort', kill));
      const fail = (failure: NodeJS.ErrnoException): void => {
        if (failure.code !== 'ECONNREFUSED' && outgoing.reusedSocket) resolve('stale connection');
        else reject(asJava(failure, request));
      };
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        readResponse(incoming).then((response) => {
          // The connection goes back to the pool.
          ends.shift();
          resolve(response);
        }, fail);
      });
      if (signal.aborted) kill();
      else outgoing.end(request.body);
    });
  } finally {
    for (const end of ends) end();
  }
}

async function readResponse(incoming: IncomingMessage): Promise<WireResponse> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const gzip = incoming.headers['content-encoding'] === 'gzip';
  return {
    status: incoming.statusCode ?? 0,
    reason: incoming.statusMessage ?? '',
    headers: pairs(incoming.rawHeaders).filter(([name]) => !gzip || !/^content-(encoding|length)$/i.test(name)),
    body: gzip ? gunzipSync(raw) : raw,
  };
}

function pairs(raw: readonly string[]): readonly Header[] {
  return raw.flatMap((name, index): Header[] => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}

function asJava(failure: NodeJS.ErrnoException, request: WireRequest): JavaException {
  const { hostname, host } = request.url;
  if (failure.code === 'ECONNREFUSED')
    return new JavaException('java.net.ConnectException', `Failed to connect to /${host}`);
  if (failure.code === 'ENOTFOUND' || failure.code === 'EAI_AGAIN')
    return new JavaException('java.net.UnknownHostException', hostname);
  return endOfStream(request);
}

function endOfStream({ url }: WireRequest): JavaException {
  return new JavaException('java.io.IOException', `unexpected end of stream on ${url.protocol}//${url.host}/...`);
}
