import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What a way takes for what is sent at once, in each direction. */
export interface Pace {
  readonly latencyMilliseconds: number;
  /** Then it comes in so many pieces, one after the other. */
  readonly pieces: number;
  readonly pieceMilliseconds: number;
}

/** Carries bytes to a port of this machine, as slowly as it is told. */
export class SlowProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Undefined: at once. */
  pace: Pace | undefined;

  private constructor(target: number) {
    this.#server = createServer((incoming) => {
      const outgoing = connect(target, '127.0.0.1');
      void this.#carry(incoming, outgoing);
      void this.#carry(outgoing, incoming);
    });
  }

  static async to(target: number): Promise<SlowProxy> {
    const proxy = new SlowProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen');
    return address.port;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  async #carry(from: Socket, to: Socket): Promise<void> {
    this.#sockets.add(from);
    from.on('close', () => this.#sockets.delete(from));
    try {
      for await (const chunk of from) await this.#send(to, chunk as Buffer);
      to.end();
    } catch {
      to.destroy(); // one end broke
    }
  }

  async #send(to: Socket, chunk: Buffer): Promise<void> {
    const { pace } = this;
    if (pace === undefined) {
      to.write(chunk);
      return;
    }
    await pause(pace.latencyMilliseconds);
    const size = Math.ceil(chunk.length / pace.pieces);
    for (let start = 0; start < chunk.length; start += size) {
      to.write(chunk.subarray(start, start + size));
      await pause(pace.pieceMilliseconds);
    }
  }
}
