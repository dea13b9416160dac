import { setTimeout as pause } from 'node:timers/promises';
import { requirePrograms } from '../postgres/programs.ts';
import { Deed } from '../stage/disturbance.ts';
import type { Rehearsed } from '../stage/rehearsal.ts';
import { numbersFrom, seed } from '../stage/seeded.ts';
import { all, Stand, tracesOf } from './stand.ts';
import { aborted, approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = 600_000;
const random = numbersFrom(seed);
/** Long enough for a few ticks and polls without a database. */
const away = (): Promise<void> => pause(500 + 2500 * random());

(programs === undefined ? describe.skip : describe)(`PostgreSQL, restarted (GENNAKER_SEED=${seed})`, () => {
  const stands: Stand[] = [];
  afterAll(() => Promise.all(stands.map((stand) => stand.close())), patience);

  const playAll = async (end: 'stop' | 'kill', action: 'approve' | 'abort'): Promise<readonly Rehearsed[]> => {
    const stand = await Stand.start(programs ?? '');
    stands.push(stand);
    const { world, rehearsals } = await stand.lane({ count: 2, action });
    const deed = async (): Promise<void> => {
      await stand.postgres[end]();
      await away();
      await stand.postgres.start();
    };
    const played: Rehearsed[] = [await rehearsals.play()];
    for (const at of ['started', 'applying', 'waiting', 'decided'] as const)
      played.push(await rehearsals.play(new Deed(world, { name: `database ${end}`, at, deed })));
    return played;
  };

  it.concurrent(
    'in order: both replicas go on, and the outcome is the same',
    async () => {
      const played = await playAll('stop', 'approve');
      expect(tracesOf(played)).toEqual(all(played, approved));
    },
    patience,
  );

  it.concurrent(
    'as by a crash: both replicas go on, and the outcome is the same',
    async () => {
      const played = await playAll('kill', 'approve');
      expect(tracesOf(played)).toEqual(all(played, approved));
    },
    patience,
  );

  it.concurrent(
    'as by a crash in the middle of an abort: the stable version is put back',
    async () => {
      const played = await playAll('kill', 'abort');
      expect(tracesOf(played)).toEqual(all(played, aborted));
    },
    patience,
  );
});
