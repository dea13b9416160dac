import { percentile } from '../statistics.ts';

/** How one deployment went, in milliseconds since it was sent. */
export interface Course {
  readonly outcome: string;
  readonly milliseconds: number;
}

/** All deployments of a round, by whoever drove them. */
export interface Round {
  /** From the first one sent until the last one ended. */
  readonly seconds: number;
  readonly courses: readonly Course[];
  /** Promotions or approvals that were refused and sent again. */
  readonly refused: number;
}

export interface Times {
  readonly seconds: number;
  readonly p50: number;
  readonly p95: number;
  readonly succeeded: number;
}

export const succeeded = 'succeeded';

export function timesOf({ seconds, courses }: Round): Times {
  const all = courses.map(({ milliseconds }) => milliseconds / 1000);
  const good = courses.filter(({ outcome }) => outcome === succeeded);
  return { seconds, p50: percentile(all, 50), p95: percentile(all, 95), succeeded: good.length };
}

/** Waits for something that events tell of: one promise for each name. */
export class Awaited<Value> {
  readonly #waiting = new Map<string, (value: Value) => void>();

  of(name: string): Promise<Value> {
    return new Promise((resolve) => this.#waiting.set(name, resolve));
  }

  come(name: string, value: Value): void {
    this.#waiting.get(name)?.(value);
    this.#waiting.delete(name);
  }
}
