import { requirePrograms } from '../postgres/programs.ts';
import { Deed } from '../stage/disturbance.ts';
import type { Rehearsed } from '../stage/rehearsal.ts';
import { seed } from '../stage/seeded.ts';
import { all, Stand, tracesOf } from './stand.ts';
import { aborted, approved } from './undisturbed.ts';

const programs = requirePrograms();
const patience = 600_000;
const hour = 3_600_000;
const points = ['started', 'applying', 'waiting', 'decided'] as const;

(programs === undefined ? describe.skip : describe)(`the clock of a replica's host (GENNAKER_SEED=${seed})`, () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await Stand.start(programs ?? '');
  }, patience);
  afterAll(() => stand.close(), patience);

  it.concurrent.each(['approve', 'abort'] as const)(
    'is set forth and back by an hour, at every point: nothing is decided because of it (%s)',
    async (action) => {
      const { world, rehearsals } = await stand.lane({ action });
      const [replica] = world.replicas;
      const played: Rehearsed[] = [];
      for (const ahead of [hour, -hour])
        for (const at of action === 'approve' ? points : (['decided'] as const)) {
          const deed = (): Promise<void> => {
            replica?.setClock(ahead);
            return Promise.resolve();
          };
          played.push(await rehearsals.play(new Deed(world, { name: `${ahead / hour} h`, at, deed, first: true })));
          replica?.setClock(0);
        }
      expect(tracesOf(played)).toEqual(all(played, action === 'approve' ? approved : aborted));
    },
    patience,
  );

  it.concurrent(
    'is an hour ahead of the other replica, and an hour behind: whoever accepts a decision, it is carried out',
    async () => {
      const { world, rehearsals } = await stand.lane({ count: 2 });
      const [one, other] = world.replicas;
      const played: Rehearsed[] = [];
      for (const [name, ahead, leads] of [
        ['ahead', hour, false],
        ['behind', -hour, false],
        ['ahead, and it leads', hour, true],
        ['behind, and it leads', -hour, true],
      ] as const) {
        await Promise.all([one?.kill(), other?.kill()]);
        one?.setClock(ahead);
        // The one that is there first leads.
        for (const replica of leads ? [one, other] : [other, one]) await replica?.start();
        await world.reachable();
        played.push({ ...(await rehearsals.play()), name });
      }
      expect(tracesOf(played)).toEqual(all(played, approved));
    },
    patience,
  );
});
