import type { Cluster } from '../cluster/cluster.ts';
import type { PostgresCluster } from '../postgres/cluster.ts';
import { drawn, everyPoint, times } from '../stage/moments.ts';
import type { Moment } from '../stage/moments.ts';
import { Rehearsals } from '../stage/rehearsal.ts';
import type { Rehearsed } from '../stage/rehearsal.ts';
import { startReplicas } from '../stage/replicas.ts';
import type { Replicas } from '../stage/replicas.ts';
import type { Budget } from './mode.ts';

export interface Run {
  readonly replicas: 1 | 2;
  readonly action: 'approve' | 'abort';
  /** Worlds side by side, since most of a run is waiting. */
  readonly lanes: number;
  /** How many kills are wanted. All points come first, moments in time fill up. */
  readonly kills: number;
}

export interface Killed {
  readonly usual: Rehearsed;
  readonly disturbed: readonly Rehearsed[];
}

/** Plays a run undisturbed, and then again and again with a kill at another moment each time. */
export class Kills {
  readonly #cluster: Cluster;
  readonly #postgres: PostgresCluster;
  readonly #budget: Budget;
  readonly #worlds: Replicas[] = [];

  constructor(cluster: Cluster, postgres: PostgresCluster, budget: Budget) {
    this.#cluster = cluster;
    this.#postgres = postgres;
    this.#budget = budget;
  }

  async play(run: Run): Promise<Killed> {
    const lanes = Array.from({ length: run.lanes }, (_, lane) => this.#lane(run, lane));
    const [first] = lanes;
    if (first === undefined) throw new RangeError('A run needs a lane.');
    const usual = await (await first).play();
    const moments = [...momentsOf(usual, run.kills)];
    const disturbed: Rehearsed[] = [];
    const goOn = async (rehearsals: Rehearsals): Promise<void> => {
      for (let moment = this.#next(moments); moment !== undefined; moment = this.#next(moments))
        disturbed.push(await rehearsals.play(moment, usual.milliseconds));
    };
    await all(lanes.map(async (lane) => goOn(await lane)));
    return { usual, disturbed };
  }

  close(): Promise<unknown> {
    return Promise.all(this.#worlds.map((world) => world.close()));
  }

  #next(moments: Moment[]): Moment | undefined {
    return this.#budget.isSpent ? undefined : moments.shift();
  }

  async #lane({ replicas: count, action }: Run, lane: number): Promise<Rehearsals> {
    const databaseUrl = await this.#postgres.createDatabase();
    const world = await startReplicas({ cluster: this.#cluster, databaseUrl, count, leaseSeconds: 3 });
    this.#worlds.push(world);
    const rehearsals = new Rehearsals(world, { action, name: `lane-${lane}` });
    await rehearsals.prepare();
    return rehearsals;
  }
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
