import { Crash } from '../stage/crash.ts';
import { drawn, everyPoint, times } from '../stage/moments.ts';
import type { Moment } from '../stage/moments.ts';
import type { Rehearsed } from '../stage/rehearsal.ts';
import type { Budget } from './mode.ts';
import type { Lane, Stand } from './stand.ts';

export interface Run {
  readonly replicas: 1 | 2;
  readonly action: 'approve' | 'abort';
  /** Worlds side by side, since most of a run is waiting. */
  readonly lanes: number;
  /** Manifests define a kind of their own, too. */
  readonly defining?: boolean;
  /** How many kills are wanted. All points come first, moments in time fill up. */
  readonly kills: number;
}

export interface Killed {
  readonly usual: Rehearsed;
  readonly disturbed: readonly Rehearsed[];
}

/** Plays a run undisturbed, and then again and again with a kill at another moment each time, while the budget lasts. */
export async function playKilled(stand: Stand, budget: Budget, run: Run): Promise<Killed> {
  const { replicas: count, action, defining = false } = run;
  const lanes = Array.from({ length: run.lanes }, (_, lane) =>
    stand.lane({ count, action, defining, name: `lane-${lane}` }),
  );
  const [first] = lanes;
  if (first === undefined) throw new RangeError('A run needs a lane.');
  const usual = await (await first).rehearsals.play();
  const moments = [...momentsOf(usual, run.kills)];
  const next = (): Moment | undefined => (budget.isSpent ? undefined : moments.shift());
  const disturbed: Rehearsed[] = [];
  const goOn = async ({ world, rehearsals }: Lane): Promise<void> => {
    for (let moment = next(); moment !== undefined; moment = next()) {
      await world.connected();
      disturbed.push(await rehearsals.play(new Crash(world, moment, usual.milliseconds)));
    }
  };
  await all(lanes.map(async (lane) => goOn(await lane)));
  return { usual, disturbed };
}

function momentsOf({ effects }: Rehearsed, kills: number): readonly Moment[] {
  const points = everyPoint(effects);
  return drawn([...points, ...times(Math.max(Math.ceil(kills / 4), kills - points.length))], kills);
}

/** All come to an end before the first failure is told: a lane that fails leaves the others their worlds. */
async function all(lanes: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
}
