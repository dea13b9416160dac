import type { Clock } from '../ports.ts';

/** For how long a deployment is left to the other replicas, in milliseconds: many times as long as they take to look for work. */
export const leftToOthers = 30_000;

interface HandOver {
  readonly until: number;
  readonly ending: boolean;
}

/**
 * Deployments that this replica has no key for, and others may have. Each is left to the others once when that is found out,
 * and once more when it is to be ended: nothing is given up here that is not wanted there either.
 */
export class HandOvers {
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #made = new Map<string, HandOver>();

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  /** Whether the others are to have it now. `ending`: it was canceled, or nobody waits for it any more. */
  begin(id: string, ending: boolean): boolean {
    const made = this.#made.get(id);
    if (made !== undefined && this.#isUnderWay(made)) return true;
    if (made !== undefined && (made.ending || !ending)) return false;
    this.#made.set(id, { until: this.#clock.elapsed() + leftToOthers, ending });
    return true;
  }

  /** Those that this replica is not to take. */
  underWay(): readonly string[] {
    return [...this.#made].filter(([, made]) => this.#isUnderWay(made)).map(([id]) => id);
  }

  /** Forgets what was not left in a claim, and did not come with it: somebody else has it, or it has ended. */
  keepOnly(left: readonly string[], led: ReadonlySet<string>): void {
    for (const id of this.#made.keys()) if (!left.includes(id) && !led.has(id)) this.#made.delete(id);
  }

  #isUnderWay({ until }: HandOver): boolean {
    return this.#clock.elapsed() < until;
  }
}
