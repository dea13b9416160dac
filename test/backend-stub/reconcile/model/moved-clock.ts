import type { Clock } from '../../../../backend-stub/ports.ts';
import type { ClusterClock } from '../../../simulated-cluster/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Resolves when everybody who was at work has done what he can do without time passing or a socket answering. */
export const atRest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time that stands still until a history moves it: one for the cluster's controllers and for the service. */
export class MovedClock implements ClusterClock {
  #now: number;
  #timers: Timer[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** As the service reads it. */
  get ofService(): Clock {
    return { now: () => new Date(this.#now), elapsed: () => this.#now };
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(milliseconds, 0), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Fires what falls due on the way, in its order, and lets everybody come to rest after each. */
  async pass(seconds: number): Promise<void> {
    const end = this.#now + seconds * 1000;
    await atRest();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const due = next;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
      await atRest();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    const due = this.#timers.filter(({ at }) => at <= end);
    return due.reduce<Timer | undefined>((first, timer) => (first && first.at <= timer.at ? first : timer), undefined);
  }
}
