import { ExponentialBackoff, halfJitterGenerator } from 'cockatiel';
import type { IBackoff, IBackoffFactory } from 'cockatiel';

/** In milliseconds. */
export interface BackoffLimits {
  /** After the first failure; half of it may be taken off by chance. */
  readonly least: number;
  readonly most: number;
}

/** Up to half of a wait is taken off by chance. */
export function jittered(milliseconds: number): number {
  return milliseconds * (1 - Math.random() / 2);
}

/**
 * How long to wait after failures in a row: twice as long after each, up to a most. Between half and the whole of it, by
 * chance, so that what failed together (all deployments of a cluster, all replicas of a database) does not return together.
 */
export class Backoff {
  readonly #factory: IBackoffFactory<unknown>;
  #last: IBackoff<unknown> | undefined;

  constructor({ least, most }: BackoffLimits) {
    this.#factory = new ExponentialBackoff({ initialDelay: least, maxDelay: most, generator: halfJitterGenerator });
  }

  /** The wait after one more failure. */
  next(): number {
    this.#last = this.#last === undefined ? this.#factory.next(undefined) : this.#last.next(undefined);
    return this.#last.duration;
  }

  /** After a success: the next failure counts as the first. */
  reset(): void {
    this.#last = undefined;
  }

  get failing(): boolean {
    return this.#last !== undefined;
  }
}
