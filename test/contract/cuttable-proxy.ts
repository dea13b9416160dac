import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** What a way takes for what is sent at once, in each direction. */
export interface Pace {
  readonly latencyMilliseconds: number;
  /** Then it comes in so many pieces, one after the other. */
  readonly pieces: number;
  readonly pieceMilliseconds: number;
}

/** Carries bytes to a port of this machine, as slowly as it is told, and until it is told to stop in one of the ways networks do. */
export class CuttableProxy {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #mode: 'open' | 'refusing' = 'open';
  /** Undefined: at once. */
  pace: Pace | undefined;

  private constructor(target: number) {
    this.#server = createServer((incoming) => this.#carry(incoming, target));
  }

  static async to(target: number): Promise<CuttableProxy> {
    const proxy = new CuttableProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen');
    return address.port;
  }

  /** Breaks every connection with a reset; new ones are carried. */
  reset(): void {
    for (const [incoming, outgoing] of this.#pairs) {
      incoming.resetAndDestroy();
      outgoing.destroy();
    }
    this.#pairs.clear();
  }

  /** Breaks every connection, and all new ones at once. */
  refuse(): void {
    this.#mode = 'refusing';
    this.reset();
  }

  /** Leaves every connection open and carries nothing on them any more, as a firewall that forgot them. New ones are carried. */
  freeze(): void {
    for (const [incoming, outgoing] of this.#pairs) {
      incoming.unpipe();
      outgoing.unpipe();
      outgoing.pause();
    }
  }

  carryAgain(): void {
    this.#mode = 'open';
  }

  async close(): Promise<void> {
    this.refuse();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #carry(incoming: Socket, target: number): void {
    incoming.on('error', () => undefined);
    if (this.#mode === 'refusing') {
      incoming.resetAndDestroy();
      return;
    }
    const outgoing = connect(target, '127.0.0.1');
    outgoing.on('error', () => incoming.destroy());
    const pair = [incoming, outgoing] as const;
    this.#pairs.add(pair);
    incoming.on('close', () => {
      outgoing.destroy();
      this.#pairs.delete(pair);
    });
    incoming.pipe(this.#paced()).pipe(outgoing);
    // What it sent last may still be on its way when it has closed: the end follows behind that.
    outgoing.pipe(this.#paced()).pipe(incoming);
  }

  /** Passes on what it gets in the pace of the moment. */
  #paced(): Transform {
    const transform: Transform = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        void this.#pass(chunk, (piece) => transform.push(piece)).then(() => done());
      },
    });
    return transform;
  }

  async #pass(chunk: Buffer, send: (piece: Buffer) => void): Promise<void> {
    const { pace } = this;
    if (pace === undefined) {
      send(chunk);
      return;
    }
    await pause(pace.latencyMilliseconds);
    const size = Math.ceil(chunk.length / pace.pieces);
    for (let start = 0; start < chunk.length; start += size) {
      send(chunk.subarray(start, start + size));
      await pause(pace.pieceMilliseconds);
    }
  }
}
