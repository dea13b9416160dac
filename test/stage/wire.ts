import { EventEmitter, once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** Something that the service changed outside of itself. It has happened, and the service has not been told yet. */
export interface Effect {
  readonly where: 'cluster' | 'database';
  /** Method, path and body of a call; statement and parameters, as far as they are text. */
  readonly what: string;
  readonly status: number;
}

/**
 * Lies between the service and what it writes to. A listener is called when an effect has happened and before its answer
 * is passed on: a process that is killed in the listener never learns that it succeeded.
 */
export class Wire {
  readonly #effects = new EventEmitter<{ effect: [Effect] }>();
  readonly #closers: (() => void)[] = [];
  readonly recorded: Effect[] = [];
  #before: { readonly fits: (call: string) => boolean; readonly then: () => Promise<void> } | undefined;

  /** Once, for the next effect that fits. Returns what takes the wish back. */
  onNext(fits: (effect: Effect) => boolean, then: () => void): () => void {
    const listener = (effect: Effect): void => {
      if (!fits(effect)) return;
      this.#effects.off('effect', listener);
      then();
    };
    this.#effects.on('effect', listener);
    return () => this.#effects.off('effect', listener);
  }

  /** Once: the next call to the cluster that fits, as method and path, is passed on when this is done. */
  beforeNext(fits: (call: string) => boolean, then: () => Promise<void>): void {
    this.#before = { fits, then };
  }

  /** Plain HTTP in front of the API server; the credentials of the caller are passed on. Returns its address. */
  async toCluster({ url, caFile }: { url: string; caFile: string }): Promise<string> {
    const agent = new Agent({ ca: readFileSync(caFile), keepAlive: true });
    const server = createHttpServer((incoming, outgoing) => {
      this.#forward(`${url}${incoming.url ?? ''}`, { incoming, outgoing, agent }).catch(() => outgoing.destroy());
    });
    this.#closers.push(() => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    });
    return `http://127.0.0.1:${await listening(server)}`;
  }

  /** The same database behind another port. */
  async toDatabase(databaseUrl: string): Promise<string> {
    const behind = new URL(databaseUrl);
    const server = createServer((client) => {
      const database = connect(Number(behind.port), behind.hostname);
      const statements = new Statements();
      const answers = new Frames();
      client.on('data', (chunk: Buffer) => {
        statements.sent(chunk);
        database.write(chunk);
      });
      database.on('data', (chunk: Buffer) => {
        // `Z`, ready for query: the statement has taken effect, or is part of an open transaction.
        for (const { type } of answers.read(chunk)) if (type === 'Z') this.#note(statements.take());
        client.write(chunk);
      });
      linkEnds(client, database);
    });
    this.#closers.push(() => server.close());
    const here = new URL(databaseUrl);
    here.port = String(await listening(server));
    return here.href;
  }

  close(): void {
    for (const close of this.#closers) close();
  }

  async #hold(call: string): Promise<void> {
    const before = this.#before;
    if (before === undefined || !before.fits(call)) return;
    this.#before = undefined;
    await before.then();
  }

  #note(what: string): void {
    if (what !== '') this.#happened({ where: 'database', what, status: 0 });
  }

  #happened(effect: Effect): void {
    this.recorded.push(effect);
    this.#effects.emit('effect', effect);
  }

  async #forward(
    url: string,
    { incoming, outgoing, agent }: { incoming: IncomingMessage; outgoing: ServerResponse; agent: Agent },
  ): Promise<void> {
    const { method = 'GET' } = incoming;
    const body = await text(incoming);
    await this.#hold(`${method} ${new URL(url).pathname}${new URL(url).search}`);
    const { host: _host, ...headers } = incoming.headers;
    const upstream = request(url, { method, headers, agent });
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => method === 'GET' && upstream.destroy());
    upstream.end(body);
    const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 0;
    if (method !== 'GET')
      this.#happened({
        where: 'cluster',
        what: `${method} ${new URL(url).pathname}${new URL(url).search} ${body}`,
        status,
      });
    outgoing.writeHead(status, answer.headers);
    outgoing.flushHeaders();
    answer.on('error', () => outgoing.destroy());
    answer.pipe(outgoing);
  }
}

/** What one connection asked for since the last answer. PostgreSQL manual, 55.7: message formats. */
class Statements {
  readonly #frames = new Frames({ startup: true });
  /** By name, what was parsed on this connection; the last one without a name too. */
  readonly #prepared = new Map<string, string>();
  #what = '';

  sent(chunk: Buffer): void {
    for (const { type, body } of this.#frames.read(chunk)) this.#what += this.#told(type, body);
  }

  /** Q: a simple query; P: parse, a name and its statement; B: bind, a portal, that name, and the parameters as text. */
  #told(type: string, body: Buffer): string {
    if (type === 'Q') return `${printable(body)} `;
    if (type !== 'P' && type !== 'B') return '';
    const first = body.indexOf(0);
    const second = body.indexOf(0, first + 1);
    const [one, other] = [body.toString('utf8', 0, first), body.toString('utf8', first + 1, second)];
    if (type === 'B') return `${this.#prepared.get(other) ?? ''} ${printable(body.subarray(second))} `;
    this.#prepared.set(one, other);
    return '';
  }

  take(): string {
    const what = this.#what;
    this.#what = '';
    return what.trim();
  }
}

/** Cuts a stream into messages: one byte of type, four of length, which counts itself. */
class Frames {
  #rest = Buffer.alloc(0);
  #startup: boolean;

  constructor({ startup = false } = {}) {
    this.#startup = startup;
  }

  *read(chunk: Buffer): Generator<{ readonly type: string; readonly body: Buffer }> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      // The first message of a client has no type.
      const head = this.#startup ? 0 : 1;
      if (this.#rest.length < head + 4) return;
      const end = head + this.#rest.readInt32BE(head);
      if (this.#rest.length < end) return;
      const type = this.#startup ? '' : String.fromCharCode(this.#rest[0] ?? 0);
      const body = this.#rest.subarray(head + 4, end);
      this.#rest = this.#rest.subarray(end);
      this.#startup = false;
      yield { type, body };
    }
  }
}

function printable(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/[^\x20-\x7e]+/g, ' ');
}

function linkEnds(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}
