import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { statusOf } from './replica.ts';

export interface Backend {
  readonly port: number;
  /** Asked as the kubelet asks. */
  readonly readyUrl: string;
}

/** One address for several replicas. */
export interface Front {
  readonly url: string;
  close(): Promise<void>;
}

const probeMilliseconds = 200;

/**
 * As a Kubernetes Service: new connections go round all replicas that are ready, open ones stay where they are, and when
 * no replica is left a connection fails at once. One thing is kinder: a replica that was killed a moment ago and that
 * no probe has missed yet is passed over, where the Service would lead into a refused connection once in a while.
 */
export async function startFront(port: number, backends: readonly Backend[]): Promise<Front> {
  const sockets = new Set<Socket>();
  let ready: readonly Backend[] = [];
  let turn = 0;
  let closed = false;
  const probe = async (): Promise<void> => {
    const statuses = await Promise.all(backends.map(({ readyUrl }) => statusOf(readyUrl)));
    ready = backends.filter((_backend, index) => statuses[index] === 200);
  };
  const probing = async (): Promise<void> => {
    while (!closed) {
      await pause(probeMilliseconds);
      await probe();
    }
  };
  const server = createServer({ pauseOnConnect: true }, (client) => {
    turn += 1;
    const order = [...ready.slice(turn % ready.length), ...ready.slice(0, turn % ready.length)];
    void firstThatAnswers(order).then((backend) => {
      if (backend === undefined) client.destroy();
      else join(client, backend, sockets);
    });
  });
  await probe();
  const probes = probing();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      closed = true;
      for (const socket of sockets) socket.destroy();
      server.close();
      await probes;
    },
  };
}

async function firstThatAnswers(backends: readonly Backend[]): Promise<Socket | undefined> {
  for (const { port } of backends) {
    const socket = connect(port, '127.0.0.1');
    const connected = await once(socket, 'connect').catch(() => undefined);
    if (connected !== undefined) return socket;
  }
  return undefined;
}

/**
 * Each end that breaks breaks the other. Not by `resetAndDestroy`: on a socket that is just ending, Node 20 then keeps the
 * handle for ever, and spins when the process exits.
 */
function join(client: Socket, backend: Socket, sockets: Set<Socket>): void {
  for (const [from, to] of [
    [client, backend],
    [backend, client],
  ] as const) {
    sockets.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.pipe(to);
  }
}
