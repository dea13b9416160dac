import type { Clock } from './ports.ts';

export interface TimedCacheOptions {
  readonly clock: Clock;
  readonly milliseconds: number;
  /** The oldest entry makes room. */
  readonly entries: number;
}

interface Entry<Value> {
  readonly since: number;
  readonly value: Promise<Value>;
  settled: boolean;
}

/**
 * Answers by key, kept for a short while from the question on, since an answer may have been true only then. A question that
 * is under way is shared however long it takes, so that somebody who does not answer is never asked twice at once. A failure
 * is given to those who shared it and is not kept.
 */
export class TimedCache<Value> {
  /** In the order of their questions. */
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #options: TimedCacheOptions;

  constructor(options: TimedCacheOptions) {
    this.#options = options;
  }

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const now = this.#options.clock.elapsed();
    const known = this.#entries.get(key);
    if (known !== undefined && this.#isGood(known, now)) return known.value;
    const entry = { since: now, value: load(), settled: false };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#makeRoom(now);
    entry.value.then(
      () => (entry.settled = true),
      () => this.#forget(key, entry),
    );
    return entry.value;
  }

  #isGood({ since, settled }: Entry<Value>, now: number): boolean {
    return !settled || now - since < this.#options.milliseconds;
  }

  #forget(key: string, entry: Entry<Value>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }

  #makeRoom(now: number): void {
    for (const [key, entry] of this.#entries) {
      if (this.#isGood(entry, now) && this.#entries.size <= this.#options.entries) return;
      this.#entries.delete(key);
    }
  }
}
