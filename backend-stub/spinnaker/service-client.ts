import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as pass } from 'node:timers/promises';
import axios, { isAxiosError } from 'axios';
import type { Answer } from './answer.ts';
import { NoAnswer } from './errors.ts';

export interface ServiceOptions {
  /** Base URL; a path in it is kept. */
  readonly url: string;
  /** For connecting, waiting and reading together, a second try included. Default 5 s. */
  readonly timeoutMilliseconds?: number;
  /** Of a whole answer, unpacked. Default 32 MiB: an execution carries its manifests several times over. */
  readonly responseByteLimit?: number;
}

export interface ServiceClient {
  /** `path` begins with a slash and is already encoded. Throws {@link NoAnswer}; every status is an answer. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

const defaultTimeout = 5_000;
const defaultLimit = 32 * 1024 * 1024;

/**
 * Reads from one Spinnaker service. Redirects are answers, not followed: an identity header must not travel to where a
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

  return {
    async get(path, headers = {}) {
      const url = `${base}${path}`;
      // axios' own timeout starts anew with every byte; this one is for the whole.
      const signal = AbortSignal.timeout(timeout);
      const ask = async (): Promise<Answer> => {
        const { status, data } = await http.get<unknown>(url, {
          headers: { Accept: 'application/json', ...headers },
          signal,
        });
        return { status, text: typeof data === 'string' ? data : '' };
      };
      try {
        return await withOneMoreTry(ask, signal);
      } catch (error) {
        throw signal.aborted
          ? new NoAnswer(`no answer from ${url} within ${timeout} ms`, { cause: signal.reason })
          : new NoAnswer(`no answer from ${url}: ${reasonOf(error)}`, { cause: originOf(error) });
      }
    },
  };
}

/** The connection failed before an answer began: all we do is read, so asking again is safe. */
const connectionFailures: ReadonlySet<string | undefined> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

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
