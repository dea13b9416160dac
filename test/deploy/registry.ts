import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** As much of a registry as a push needs: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push */
export class Registry {
  readonly blobs = new Map<string, Buffer>();
  /** By tag. */
  readonly manifests = new Map<string, Buffer>();
  readonly #uploads = new Map<string, Buffer>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.writeHead(500).end());
    });
  }

  static async start(): Promise<Registry> {
    const registry = new Registry();
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    return registry;
  }

  /** As it stands in the name of an image. */
  get host(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The registry does not listen.');
    return `127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://localhost');
    const [kind = '', name = ''] = url.pathname.split('/').slice(-2);
    const content = await buffer(request);
    switch (`${request.method} ${kind}`) {
      case 'HEAD blobs':
        return void response.writeHead(this.blobs.has(name) ? 200 : 404).end();
      case 'POST uploads':
        return this.#accepted(response, randomUUID(), Buffer.alloc(0));
      case 'PATCH uploads':
        return this.#accepted(response, name, Buffer.concat([this.#uploads.get(name) ?? Buffer.alloc(0), content]));
      case 'PUT uploads':
        return this.#keep(response, url.searchParams.get('digest') ?? '', [this.#uploads.get(name), content]);
      case 'PUT manifests':
        this.manifests.set(name, content);
        return void response.writeHead(201, { 'Docker-Content-Digest': digestOf(content) }).end();
      default:
        return void response.writeHead(url.pathname === '/v2/' ? 200 : 404).end();
    }
  }

  #accepted(response: ServerResponse, id: string, content: Buffer): void {
    this.#uploads.set(id, content);
    const range = `0-${Math.max(content.length - 1, 0)}`;
    response.writeHead(202, { Location: `/v2/gennaker/blobs/uploads/${id}`, Range: range }).end();
  }

  #keep(response: ServerResponse, digest: string, parts: readonly (Buffer | undefined)[]): void {
    const content = Buffer.concat(parts.filter((part) => part !== undefined));
    if (digestOf(content) !== digest) return void response.writeHead(400).end();
    this.blobs.set(digest, content);
    response.writeHead(201, { 'Docker-Content-Digest': digest }).end();
  }
}

export function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
