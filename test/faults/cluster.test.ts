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
import { mode } from './mode.ts';
import { all, by, Stand, tracesOf } from './stand.ts';
import { aborted, approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = 600_000;
const points = mode.name === 'full' ? (['waiting', 'decided'] as const) : (['waiting'] as const);

/** One after the other on a cluster of their own, since each takes it away from everybody. */
(programs === undefined ? describe.skip : describe)(`the cluster (GENNAKER_SEED=${seed})`, () => {
  let cluster: Cluster;
  let stand: Stand;

  beforeAll(async () => {
    cluster = await startCluster({ etcdQuota: 32 * 2 ** 20 });
    stand = await Stand.start(programs ?? '', { cluster });
  }, patience);
  afterAll(async () => {
    await stand.close();
    await cluster.stop();
  }, patience);

  it(
    'has no API server for 30 seconds, which several runs meet at different points: their outcomes are the same',
    async () => {
      let begin = (): void => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const hold = { name: 'no API server', first: true, deed: () => begun };
      const [approving, aborting, starting] = await Promise.all([
        stand.lane(),
        stand.lane({ action: 'abort' }),
        stand.lane(),
      ]);
      // Two wait for a decision, which is made as it goes away. The third has just been accepted.
      const waiting = [approving, aborting].map(({ world }) => new Deed(world, { ...hold, at: 'waiting' }));
      const [approve, abort] = waiting;
      const disturbed = [approving.rehearsals.play(approve), aborting.rehearsals.play(abort)];
      await until('both wait', () => (waiting.every(({ hasBegun }) => hasBegun) ? true : undefined), 180);
      const outage = async (): Promise<void> => {
        const stopped = cluster.stopApiserver();
        begin();
        await stopped;
        await pause(30_000);
        await cluster.startApiserver();
      };
      const accepted = new Deed(starting.world, { name: 'just accepted', at: 'started', deed: outage });
      const played = await Promise.all([...disturbed, starting.rehearsals.play(accepted)]);
      expect(played.map(({ traces }) => traces)).toEqual([approved, aborted, approved]);
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
      for (const at of points) {
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
      const fill = async (): Promise<void> => {
        while ((await write()) < 300);
      };
      const recover = async (): Promise<void> => {
        await pause(4000);
        for (let index = 1; index <= made; index += 1)
          await cluster.api().send({ method: 'DELETE', path: path(index) });
        await cluster.etcd.regainSpace();
      };
      await fill();
      const played = [await rehearsals.play(new Deed(world, { name: 'full before', at: 'started', deed: recover }))];
      let recovery = Promise.resolve();
      const deed = async (): Promise<void> => {
        await fill();
        recovery = recover();
      };
      played.push(await rehearsals.play(new Deed(world, { name: 'full', at: 'waiting', deed, first: true })));
      await recovery;
      expect(tracesOf(played)).toEqual(all(played, approved));
      expect(world.replicas[0]?.log.some((line) => line.includes('database space exceeded'))).toBe(true);
    },
    patience,
  );
});
