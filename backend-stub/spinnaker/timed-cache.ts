import type { Clock } from '../ports.ts';

export interface TimedCacheOptions {
  readonly clock: Clock;
  readonly milliseconds: number;
  /** The oldest entry makes room. */
  readonly entries: number;
}

/**
 * Answers by key, kept for a short while. Who asks while the same question is under way shares its answer. A failure is given
 * to those who shared it and is not kept.
 */
export class TimedCache<Value> {
  readonly #entries = new Map<string, { readonly since: number; readonly value: Promise<Value> }>();
  readonly #options: TimedCacheOptions;

  constructor(options: TimedCacheOptions) {
    this.#options = options;
  }

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const now = this.#options.clock.now().getTime();
    const known = this.#entries.get(key);
    if (known !== undefined && this.#isFresh(now - known.since)) return known.value;

    // The age counts from the question, since the answer may have been true only then.
    const entry = { since: now, value: load() };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#makeRoom();
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry.value;
  }

  /** A clock that was set back must not make an answer live longer. */
  #isFresh(age: number): boolean {
    return age >= 0 && age < this.#options.milliseconds;
  }

  #makeRoom(): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.entries) return;
      this.#entries.delete(oldest);
    }
  }
}
