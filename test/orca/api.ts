import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { DescribedWebhook } from './described-webhooks.ts';
import type { OrcaExecution } from './execution.ts';

export interface ApiOptions {
  readonly find: (id: string) => OrcaExecution | undefined;
  /** What `GET /webhooks/preconfigured` answers. */
  readonly webhooks: readonly DescribedWebhook[];
  /** Who may read; undefined: everybody, as where Fiat is off. */
  readonly readers: readonly string[] | undefined;
}

/** What is asked of it: `GET /pipelines/{executionId}`, read back by the service, and `GET /webhooks/preconfigured`. */
export function createApi({ find, webhooks, readers }: ApiOptions): Server {
  // On a busy machine a connection would else end in the moment in which its owner asks again.
  return createServer({ keepAliveTimeout: 0 }, (request, response) => {
    try {
      respond(request, response);
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : 'unknown';
      answer(response, 500, { status: 500, error: 'Internal Server Error', message });
    }
  });

  function respond(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'GET' && request.url === '/webhooks/preconfigured') return answer(response, 200, webhooks);
    const id = /^\/pipelines\/([^/?]+)$/.exec(request.url ?? '')?.[1];
    const execution = id === undefined || request.method !== 'GET' ? undefined : find(decodeURIComponent(id));
    if (execution === undefined) answerNotFound(response, id);
    else if (readers === undefined || readers.includes(userOf(request))) answer(response, 200, execution);
    // Orca filters what it answers instead of refusing: 200 without a body (measured).
    else response.writeHead(200, { 'content-length': '0' }).end();
  }
}

function answerNotFound(response: ServerResponse, id: string | undefined): void {
  const message = id === undefined ? 'Not Found' : `No PIPELINE found for ${id}`;
  answer(response, 404, { status: 404, error: 'Not Found', message });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function userOf(request: IncomingMessage): string {
  const user = request.headers['x-spinnaker-user'];
  return typeof user === 'string' ? user : 'anonymous';
}
