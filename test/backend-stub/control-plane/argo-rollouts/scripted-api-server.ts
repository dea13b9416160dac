import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import {
  ArgoRollouts,
  type ArgoRolloutsOptions,
} from '../../../../backend-stub/control-plane/argo-rollouts/control-plane.ts';
import { managedLabel } from '../../../../backend-stub/deployment/labels.ts';
import { scratchFolder } from '../../../scratch-folder.ts';

export type Reply = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

const discovery = {
  resources: [
    { name: 'rollouts', kind: 'Rollout', namespaced: true },
    { name: 'rollouts/status', kind: 'Rollout', namespaced: true },
  ],
};

/** Answers what a test tells it, over real sockets; discovery of Rollouts it knows by itself. */
export class ScriptedApiServer {
  /** Method and path of every request but discovery, in order. */
  readonly requests: string[] = [];
  readonly authorizations: (string | undefined)[] = [];
  discoveries = 0;
  connections = 0;
  readonly #server: Server;

  private constructor(reply: Reply) {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (url.pathname === '/apis/argoproj.io/v1alpha1') {
        this.discoveries += 1;
        json(response, discovery);
        return;
      }
      this.requests.push(`${request.method} ${url.pathname}${url.searchParams.has('watch') ? '?watch' : ''}`);
      this.authorizations.push(request.headers.authorization);
      request.resume();
      reply(request, response, url);
    });
    this.#server.on('connection', () => (this.connections += 1));
  }

  static async start(reply: Reply): Promise<ScriptedApiServer> {
    const server = new ScriptedApiServer(reply);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** Path of a kubeconfig for it. */
  kubeconfig(token = 'first'): string {
    const file = join(scratchFolder('kubeconfig'), 'kubeconfig');
    this.writeKubeconfig(file, token);
    return file;
  }

  writeKubeconfig(file: string, token: string): void {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
    const cluster = { server: `http://127.0.0.1:${address.port}`, 'insecure-skip-tls-verify': true };
    const config = {
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { token } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    };
    writeFileSync(file, JSON.stringify(config));
  }

  open(options: Partial<ArgoRolloutsOptions> = {}, path = this.kubeconfig()): ArgoRollouts {
    return new ArgoRollouts({
      accounts: [{ name: 'prod', credentials: { source: 'kubeconfig', path } }],
      clock: { now: () => new Date(), elapsed: () => performance.now() },
      ...options,
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export const web = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' } as const;

export function rolloutAt(resourceVersion: string, replicas = 1) {
  const labels = { [managedLabel]: 'true' };
  const metadata = { name: web.name, namespace: web.namespace, uid: 'u1', resourceVersion, labels };
  return { apiVersion: web.apiVersion, kind: web.kind, metadata, spec: { replicas } };
}
