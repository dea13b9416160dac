import type { Clock } from '../ports.ts';

interface Entry<Value> {
  readonly since: number;
  readonly value: Promise<Value>;
  settled: boolean;
}

/**
 * Answers by key, kept for a short while from the question on. A question that is under way is shared however long it takes,
 * so that somebody who does not answer is never asked twice at once. What is loaded must not fail.
 */
export class SharedAnswers<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #clock: Clock;
  readonly #milliseconds: number;

  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const now = this.#clock.now().getTime();
    const known = this.#entries.get(key);
    if (known !== undefined && this.#isGood(known, now)) return known.value;
    this.#forgetOld(now);
    const entry = { since: now, value: load(), settled: false };
    this.#entries.set(key, entry);
    void entry.value.finally(() => (entry.settled = true));
    return entry.value;
  }

  #isGood({ since, settled }: Entry<Value>, now: number): boolean {
    // A clock that was set back must not make an answer live longer.
    return !settled || (now >= since && now - since < this.#milliseconds);
  }

  #forgetOld(now: number): void {
    for (const [key, entry] of this.#entries) if (!this.#isGood(entry, now)) this.#entries.delete(key);
  }
}
