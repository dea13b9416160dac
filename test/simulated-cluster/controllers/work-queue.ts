import type { ClusterClock } from '../clock.ts';

/**
 * One key after the other, each once however often it was asked for meanwhile, as the queue of a real controller. All is
 * done before the next timer or socket is looked at, so that a cluster under a virtual clock is at rest in between.
 */
export class WorkQueue {
  readonly #clock: ClusterClock;
  readonly #work: (key: string) => void;
  readonly #waiting = new Set<string>();
  #scheduled = false;
  #stopped = false;

  constructor(clock: ClusterClock, work: (key: string) => void) {
    this.#clock = clock;
    this.#work = work;
  }

  add(key: string): void {
    this.#waiting.add(key);
    this.#schedule();
  }

  addAfter(milliseconds: number, key: string): void {
    this.#clock.after(milliseconds, () => this.add(key));
  }

  /** What is asked for meanwhile is done after {@link resume}. */
  pause(): void {
    this.#stopped = true;
  }

  resume(): void {
    this.#stopped = false;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#stopped || this.#waiting.size === 0) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#next());
  }

  #next(): void {
    this.#scheduled = false;
    const [key] = this.#waiting;
    if (key === undefined || this.#stopped) return;
    this.#waiting.delete(key);
    try {
      this.#work(key);
    } finally {
      this.#schedule();
    }
  }
}
