import { setTimeout as pause } from 'node:timers/promises';
import { startCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { CuttableProxy } from '../contract/cuttable-proxy.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { Deed } from '../stage/disturbance.ts';
import type { DeedOptions } from '../stage/disturbance.ts';
import { until } from '../stage/pipeline.ts';
import type { Rehearsed } from '../stage/rehearsal.ts';
import { seed } from '../stage/seeded.ts';
import { all, by, Stand, tracesOf } from './stand.ts';
import { aborted, approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = 600_000;

/** One after the other on a cluster of their own, since each takes it away from everybody. */
(programs === undefined ? describe.skip : describe)(`the cluster (GENNAKER_SEED=${seed})`, () => {
  let cluster: Cluster;
  let stand: Stand;

  beforeAll(async () => {
    cluster = await startCluster({ etcdQuota: 64 * 2 ** 20 });
    stand = await Stand.start(programs ?? '', { cluster });
  }, patience);
  afterAll(async () => {
    await stand.close();
    await cluster.stop();
  }, patience);

  /** Lets several runs come to their points, and begins when all are there. */
  class Together {
    #missing: number;
    readonly #deed: () => Promise<void>;
    readonly #waiting: ((done: Promise<void>) => void)[] = [];

    constructor(count: number, deed: () => Promise<void>) {
      this.#missing = count;
      this.#deed = deed;
    }

    readonly arrive = (): Promise<void> => {
      this.#missing -= 1;
      const over = new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (this.#missing === 0) {
        const done = this.#deed();
        for (const resolve of this.#waiting) resolve(done);
      }
      return over;
    };
  }

  it(
    'has no API server for 30 seconds, at several points of several runs: their outcomes are the same',
    async () => {
      const plays = [
        { at: 'started', action: 'approve' },
        { at: 'applying', action: 'approve' },
        { at: 'waiting', action: 'approve' },
        { at: 'decided', action: 'approve' },
        { at: 'decided', action: 'abort' },
      ] as const;
      const lanes = await Promise.all(plays.map(({ action }) => stand.lane({ action })));
      const together = new Together(plays.length, async () => {
        await cluster.stopApiserver();
        await pause(30_000);
        await cluster.startApiserver();
      });
      const play = async ({ at, action }: (typeof plays)[number], index: number): Promise<Rehearsed> => {
        const lane = lanes[index];
        if (lane === undefined) throw new Error('Each has a lane.');
        // Who waits decides in the middle of it; the others stop where they are until it is over.
        const deed = new Deed(lane.world, { name: action, at, deed: together.arrive });
        return lane.rehearsals.play(deed);
      };
      const played = await Promise.all(plays.map(play));
      const [approvals, aborts] = [played.slice(0, -1), played.slice(-1)];
      expect(tracesOf(played)).toEqual({ ...all(approvals, approved), ...all(aborts, aborted) });
    },
    patience,
  );

  it(
    'has forgotten where the watch stood (410): it starts over with a list, and the outcome is the same',
    async () => {
      const proxy = await CuttableProxy.to(Number(new URL(cluster.url).port));
      stand.onClose(() => proxy.close());
      const { world, rehearsals } = await stand.lane({ clusterUrl: by(proxy.port, cluster.url) });
      const played: Rehearsed[] = [];
      for (const at of ['waiting', 'decided'] as const) {
        const deed: DeedOptions['deed'] = async () => {
          proxy.refuse();
          const path = `/api/v1/namespaces/${world.namespace}/configmaps/later`;
          await cluster.api().apply(path, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'later' } });
          await cluster.etcd.compact();
          // Its memory of changes is longer than etcd's.
          await cluster.stopApiserver();
          await cluster.startApiserver();
          proxy.carryAgain();
        };
        played.push(await rehearsals.play(new Deed(world, { name: 'compacted', at, deed })));
      }
      expect(tracesOf(played)).toEqual(all(played, approved));
      const startsOver = (line: string): boolean => line.includes('its watch has to start over');
      await until('the watch was told to start over', () => world.replicas[0]?.log.find(startsOver));
    },
    patience,
  );

  it(
    'has a full etcd: with space again, the outcome is the same',
    async () => {
      const { world, rehearsals } = await stand.lane();
      const filler = await cluster.createNamespace('filler');
      const path = (index: number): string => `/api/v1/namespaces/${filler}/configmaps/filler-${index}`;
      const data = { filler: 'x'.repeat(900_000) };
      let made = 0;
      const write = async (): Promise<number> => {
        made += 1;
        const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `filler-${made}` }, data };
        const collection = `/api/v1/namespaces/${filler}/configmaps`;
        return (await cluster.api().send({ method: 'POST', path: collection, body })).status;
      };
      const deed = async (): Promise<void> => {
        while ((await write()) < 300);
        await pause(5000);
        for (let index = 1; index <= made; index += 1)
          await cluster.api().send({ method: 'DELETE', path: path(index) });
        await cluster.etcd.regainSpace();
      };
      const played: Rehearsed[] = [];
      for (const at of ['started', 'waiting', 'decided'] as const)
        played.push(await rehearsals.play(new Deed(world, { name: 'full', at, deed })));
      expect(tracesOf(played)).toEqual(all(played, approved));
      expect(world.replicas[0]?.log.some((line) => line.includes('database space exceeded'))).toBe(true);
    },
    patience,
  );
});
