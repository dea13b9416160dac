import type { Clock } from '../ports.ts';

/**
 * How long this process has known what it looks at, for one deployment. Not by moments that are kept: the host's clock may
 * have been set since, and another replica's may differ, while a grace must have passed before it has an end.
 * Whoever goes on for another replica begins again.
 */
export class Stopwatch {
  readonly #clock: Clock;
  readonly #begun = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds since this was first asked about: 0 then. */
  seconds(what: string): number {
    const now = this.#clock.elapsed();
    const begun = this.#begun.get(what) ?? now;
    this.#begun.set(what, begun);
    return (now - begun) / 1000;
  }

  /** Begins now, again if it had begun. */
  begin(what: string): void {
    this.#begun.set(what, this.#clock.elapsed());
  }

  /** Whether it has begun and was not forgotten. */
  knows(what: string): boolean {
    return this.#begun.has(what);
  }

  /** Begins again when it is asked about next. */
  forget(what: string): void {
    this.#begun.delete(what);
  }
}
