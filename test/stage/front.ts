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
  close(): void;
}

/** Which replicas take calls, as the kubelet knows it: for all addresses that lead to them. */
export interface Probes {
  readonly isReady: (readyUrl: string) => boolean;
  close(): Promise<void>;
}

/** One that does not answer is to be found as soon as it does; one that answers hears of a probe oftener than of the kubelet's. */
const probeMilliseconds = { away: 200, ready: 1000 };
/** The kubelet's own number: on a busy machine an answer may be late, and whoever is dead is passed over anyway. */
const mostMisses = 3;

export async function startProbes(readyUrls: readonly string[]): Promise<Probes> {
  const closing = new AbortController();
  let ready: ReadonlySet<string> = new Set();
  const misses = new Map<string, number>();
  const isReady = async (url: string): Promise<boolean> => {
    const status = await statusOf(url);
    misses.set(url, status === undefined ? (misses.get(url) ?? 0) + 1 : 0);
    return status === 200 || (status === undefined && ready.has(url) && (misses.get(url) ?? 0) < mostMisses);
  };
  const probe = async (): Promise<void> => {
    const found = await Promise.all(readyUrls.map(isReady));
    ready = new Set(readyUrls.filter((_url, index) => found[index]));
  };
  const probing = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const wait = ready.size < readyUrls.length ? probeMilliseconds.away : probeMilliseconds.ready;
      await pause(wait, undefined, closing).catch(() => undefined); // the end
      await probe();
    }
  };
  await probe();
  const probes = probing();
  return {
    isReady: (readyUrl) => ready.has(readyUrl),
    async close() {
      closing.abort();
      await probes;
    },
  };
}

/**
 * As a Kubernetes Service: new connections go round all replicas that are ready, open ones stay where they are, and when
 * no replica is left a connection fails at once. One thing is kinder: a replica that was killed a moment ago and that
 * no probe has missed yet is passed over, where the Service would lead into a refused connection once in a while.
 */
export async function startFront(port: number, backends: readonly Backend[], probes: Probes): Promise<Front> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer({ pauseOnConnect: true }, (client) => {
    const ready = backends.filter(({ readyUrl }) => probes.isReady(readyUrl));
    turn += 1;
    const order = [...ready.slice(turn % ready.length), ...ready.slice(0, turn % ready.length)];
    void firstThatAnswers(order).then((backend) => {
      if (backend === undefined) client.destroy();
      else join(client, backend, sockets);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
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
