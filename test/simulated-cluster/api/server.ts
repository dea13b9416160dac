import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coreVersions, groupList, resourceList } from './discovery.ts';
import { handle, isWatch, requireRight, type Answer, type ClusterParts } from './handling.ts';
import { ApiRefusal, NotSimulated } from './refusals.ts';
import { targetOf } from './request-target.ts';
import { textOf, type ResourceRequest } from './requests.ts';
import { userOf } from './users.ts';
import { watchObjects } from './watching.ts';

export interface ApiServerOptions extends ClusterParts {
  readonly bookmarkEvery: number;
  /** Told of every 501, so that it is never overlooked. */
  readonly onNotSimulated: (sentence: string) => void;
}

/** The Kubernetes API over plain HTTP on 127.0.0.1. */
export class ApiServer {
  readonly #options: ApiServerOptions;
  #server: Server | undefined;
  #port = 0;

  constructor(options: ApiServerOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  /** On the port that it had before, if it had one. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    // As a real one, which leaves connections open for long: a client may use one again after any time.
    server.keepAliveTimeout = 0;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#port = portOf(server.address());
  }

  /** Breaks all connections, watches too. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { method = 'GET', headers } = request;
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const user = userOf(headers.authorization);
      const target = targetOf(url.pathname);
      const text = await textOf(request);
      if (target.type !== 'resource') return reply(response, discovered(target));
      const contentType = (headers['content-type'] ?? '').split(';')[0] ?? '';
      const asked = {
        method,
        query: url.searchParams,
        user,
        text,
        contentType,
        userAgent: headers['user-agent'] ?? '',
      };
      this.#serve({ ...asked, target: target.resource }, response);
    } catch (error) {
      this.#refuse(error, response);
    }
  }

  #serve(request: ResourceRequest, response: ServerResponse): void {
    if (!isWatch(request)) return reply(response, handle(this.#options, request));
    requireRight(this.#options, request);
    watchObjects(request, response, this.#options);
  }

  #refuse(error: unknown, response: ServerResponse): void {
    if (error instanceof NotSimulated) this.#options.onNotSimulated(error.message);
    if (error instanceof ApiRefusal) return reply(response, error);
    // A mistake of the simulation itself: as loud as what it does not know.
    const message = `The simulated cluster failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    this.#options.onNotSimulated(message);
    reply(response, new ApiRefusal(500, message, { reason: 'InternalError' }));
  }
}

function discovered(target: Exclude<ReturnType<typeof targetOf>, { type: 'resource' }>): Answer {
  switch (target.type) {
    case 'health':
      return { status: 200, body: 'ok' };
    case 'core':
      return { status: 200, body: coreVersions };
    case 'groups':
      return { status: 200, body: groupList() };
    case 'version':
      return { status: 200, body: resourceList(target.apiVersion) };
  }
}

function reply(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' });
  response.end(isText ? body : `${JSON.stringify(body)}\n`);
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the API server does not listen');
  return address.port;
}
