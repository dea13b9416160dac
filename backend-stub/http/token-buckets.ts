import type { Clock } from '../ports.ts';

export interface TokenBucketsOptions {
  /** How many calls one caller has in a minute: all at once, or evenly spread. */
  readonly perMinute: number;
  readonly clock: Pick<Clock, 'elapsed'>;
  /** How many callers are remembered; the one who was quiet for longest is forgotten first. Default 10,000. */
  readonly most?: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Counts calls by caller, as a bucket for each that is filled evenly. A memory of one replica. */
export class TokenBuckets {
  readonly #options: Required<TokenBucketsOptions>;
  /** In the order in which they were asked last. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: TokenBucketsOptions) {
    this.#options = { most: 10_000, ...options };
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one call; undefined when there was one, else in how many whole seconds there is the next. */
  take(caller: string): number | undefined {
    const { perMinute } = this.#options;
    const bucket = this.#filled(caller);
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 60) / perMinute);
    bucket.tokens -= 1;
    return undefined;
  }

  #filled(caller: string): Bucket {
    const { perMinute, clock, most } = this.#options;
    const now = clock.elapsed();
    const bucket = this.#buckets.get(caller) ?? { tokens: perMinute, at: now };
    bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) * perMinute) / 60_000);
    bucket.at = now;
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    const [oldest] = this.#buckets.size > most ? this.#buckets.keys() : [];
    if (oldest !== undefined) this.#buckets.delete(oldest);
    return bucket;
  }
}
