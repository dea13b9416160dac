import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as pass } from 'node:timers/promises';
import axios, { isAxiosError } from 'axios';
import type { AxiosRequestConfig } from 'axios';
import type { Answer } from './answer.ts';
import { NoAnswer } from './errors.ts';

export interface ServiceOptions {
  /** Base URL; a path in it is kept. */
  readonly url: string;
  /** For connecting, waiting and reading together, a second try included. Default 5 s. */
  readonly timeoutMilliseconds?: number;
  /** Of a whole answer, unpacked. Default 32 MiB: an execution carries its manifests several times over. */
  readonly responseByteLimit?: number;
  /** Told how each call ended: with a status code, or with `no-answer`. */
  readonly onCall?: (outcome: string) => void;
}

export interface ServiceClient {
  /** `path` begins with a slash and is already encoded. Throws {@link NoAnswer}; every status is an answer. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends JSON, once: a second try is for who knows that the first one did nothing. Throws {@link NoAnswer}. */
  post(path: string, body: unknown): Promise<Answer>;
}

const defaultTimeout = 5_000;
const defaultLimit = 32 * 1024 * 1024;

/**
 * Speaks to one Spinnaker service. Redirects are answers, not followed: an identity header must not travel to where a
 * misconfigured proxy points. Proxies of the environment are passed by, since these services are neighbours in the cluster.
 */
export function serviceClient(options: ServiceOptions): ServiceClient {
  const base = options.url.replace(/\/+$/, '');
  const timeout = options.timeoutMilliseconds ?? defaultTimeout;
  const http = axios.create({
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
    maxContentLength: options.responseByteLimit ?? defaultLimit,
    maxRedirects: 0,
    proxy: false,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
  });

  const ask = async (request: AxiosRequestConfig, again: boolean): Promise<Answer> => {
    // axios' own timeout starts anew with every byte; this one is for the whole.
    const signal = AbortSignal.timeout(timeout);
    const once = async (): Promise<Answer> => {
      const { status, data, headers } = await http.request<unknown>({ ...request, signal });
      const contentType: unknown = headers['content-type'];
      return {
        status,
        text: typeof data === 'string' ? data : '',
        ...(typeof contentType === 'string' ? { contentType } : {}),
      };
    };
    try {
      const answer = await (again ? withOneMoreTry(once, signal) : once());
      options.onCall?.(String(answer.status));
      return answer;
    } catch (error) {
      options.onCall?.('no-answer');
      if (signal.aborted)
        throw new NoAnswer(`no answer from ${request.url} within ${timeout} ms`, {
          cause: signal.reason,
          delivered: 'unknown',
        });
      const delivered = isAxiosError(error) && unconnected.has(error.code) ? 'no' : 'unknown';
      throw new NoAnswer(`no answer from ${request.url}: ${reasonOf(error)}`, { cause: originOf(error), delivered });
    }
  };

  return {
    get: (path, headers = {}) =>
      ask({ method: 'GET', url: `${base}${path}`, headers: { Accept: 'application/json', ...headers } }, true),
    post: (path, body) =>
      ask(
        {
          method: 'POST',
          url: `${base}${path}`,
          headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
          data: JSON.stringify(body),
        },
        false,
      ),
  };
}

/** There was never a connection. */
const unconnected: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The connection failed before an answer began: all we do is read, so asking again is safe. */
const connectionFailures: ReadonlySet<string | undefined> = new Set([...unconnected, 'ECONNRESET', 'EPIPE']);

/**
 * One retry, for the kept-alive connection that the other side closed just then and for the pod that is being replaced. The
 * random part keeps replicas from asking in step.
 */
async function withOneMoreTry(ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!isAxiosError(error) || !connectionFailures.has(error.code)) throw error;
    await pass(50 + Math.random() * 100, undefined, { signal });
    return ask();
  }
}

/** An axios error carries the request, headers and sockets with it; only what lies under it is worth keeping. */
function originOf(error: unknown): unknown {
  if (!isAxiosError(error)) return error;
  return error.cause ?? new Error(error.message);
}

function reasonOf(error: unknown): string {
  if (isAxiosError(error) && error.code !== undefined) return `${error.code} ${error.message}`.trim();
  return error instanceof Error ? error.message : 'an unknown failure';
}
