import { setTimeout as pause } from 'node:timers/promises';
import { CuttableProxy } from '../contract/cuttable-proxy.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { Deed } from '../stage/disturbance.ts';
import type { DeedOptions } from '../stage/disturbance.ts';
import type { Rehearsed } from '../stage/rehearsal.ts';
import { seed } from '../stage/seeded.ts';
import { all, by, Stand, tracesOf } from './stand.ts';
import type { LaneOptions } from './stand.ts';
import { approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = 600_000;
type Way = 'cluster' | 'database';
const portOf = (url: string): number => Number(new URL(url).port);

(programs === undefined ? describe.skip : describe)(`a way that does not break (GENNAKER_SEED=${seed})`, () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await Stand.start(programs ?? '');
  }, patience);
  afterAll(() => stand.close(), patience);

  /** The options of a lane that reaches one of the two by a proxy. */
  const led = async (way: Way): Promise<{ readonly proxy: CuttableProxy; readonly options: LaneOptions }> => {
    const databaseUrl = await stand.postgres.createDatabase();
    const proxy = await CuttableProxy.to(portOf(way === 'cluster' ? stand.cluster.url : databaseUrl));
    stand.onClose(() => proxy.close());
    const options =
      way === 'cluster'
        ? { databaseUrl, clusterUrl: by(proxy.port, stand.cluster.url) }
        : { databaseUrl: by(proxy.port, databaseUrl) };
    return { proxy, options: { ...options, leaseSeconds: 15 } };
  };
  const play = async (options: LaneOptions, deeds: readonly DeedOptions[]): Promise<readonly Rehearsed[]> => {
    const { world, rehearsals } = await stand.lane(options);
    const played: Rehearsed[] = [];
    for (const deed of deeds) played.push(await rehearsals.play(new Deed(world, deed)));
    return played;
  };

  it.concurrent.each<Way>(['cluster', 'database'])(
    'but takes seconds, and trickles, to the %s: the outcome is the same',
    async (way) => {
      const { proxy, options } = await led(way);
      const deed = async (): Promise<void> => {
        proxy.pace = { latencyMilliseconds: 1000, pieces: 8, pieceMilliseconds: 100 };
        await pause(8000);
        proxy.pace = undefined;
      };
      const points = ['started', 'waiting', 'decided'] as const;
      const played = await play(
        options,
        points.map((at) => ({ name: 'slow', at, deed })),
      );
      expect(tracesOf(played)).toEqual(all(played, approved));
    },
    patience,
  );

  // A connection that was forgotten on the way is open at this end, and nothing comes by it any more.
  it.concurrent.each<readonly [Way, 'applying' | 'waiting']>([
    ['cluster', 'applying'],
    ['cluster', 'waiting'],
    ['database', 'applying'],
    ['database', 'waiting'],
  ])(
    'but carries nothing any more, to the %s, %s: new ways are taken, and the outcome is the same',
    async (way, at) => {
      const { proxy, options } = await led(way);
      const deed = (): Promise<void> => {
        proxy.freeze();
        return Promise.resolve();
      };
      const played = await play(options, [{ name: 'half-open', at, deed }]);
      expect(tracesOf(played)).toEqual(all(played, approved));
    },
    patience,
  );
});
