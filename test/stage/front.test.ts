import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { freePorts } from '../cluster/ports.ts';
import { until } from './pipeline.ts';
import { startFront, startProbes } from './front.ts';
import type { Front, Probes } from './front.ts';
import { statusOf } from './replica.ts';

const patience = 60_000;

describe('the address in front of the replicas', () => {
  let backend: Server;
  let probes: Probes;
  let front: Front;
  let probed = 0;
  /** How many probes are not answered. */
  let late = 0;

  beforeAll(async () => {
    backend = createServer((request, response) => {
      if (request.url === '/call') return void response.end();
      probed += 1;
      if (late === 0) response.end();
      else late -= 1;
    });
    const [port = 0, address = 0] = await freePorts(2);
    backend.listen(port, '127.0.0.1');
    await once(backend, 'listening');
    const readyUrl = `http://127.0.0.1:${port}/ready`;
    probes = await startProbes([readyUrl]);
    front = await startFront(address, [{ port, readyUrl }], probes);
  }, patience);
  afterAll(async () => {
    front.close();
    await probes.close();
    backend.close();
    backend.closeAllConnections();
  });

  const afterProbes = async (count: number): Promise<void> => {
    const enough = probed + count;
    await until(`${count} probes`, () => Promise.resolve(probed > enough ? true : undefined));
  };

  it(
    'leads to a replica that answers late for a moment, as the kubelet lets it',
    async () => {
      late = 2;
      await afterProbes(1);
      expect(await statusOf(`${front.url}/call`)).toBe(200);
    },
    patience,
  );

  it(
    'leads nowhere once three probes in a row were not answered, and back when one is',
    async () => {
      late = 4;
      await afterProbes(3);
      expect(await statusOf(`${front.url}/call`)).toBeUndefined();
      await afterProbes(2);
      expect(await statusOf(`${front.url}/call`)).toBe(200);
    },
    patience,
  );
});
