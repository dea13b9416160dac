/** All in milliseconds. Tests shorten them. */
export interface Timings {
  /** For one call, and as long before it for the wait for a free place. */
  readonly call: number;
  /** Without a byte on a watch for so long, it is taken for dead: the API server sends a bookmark about every 60 s. */
  readonly idle: number;
  /** After so long without a working watch, nothing is said of its rollouts any more. */
  readonly broken: number;
  /** A watch is started over with a list after so long. */
  readonly resync: number;
  /** A watch outlives its last listener by so much. */
  readonly linger: number;
  readonly leastBackoff: number;
  readonly mostBackoff: number;
}

export const defaultTimings: Timings = {
  call: 10_000,
  idle: 75_000,
  broken: 30_000,
  resync: 300_000,
  linger: 60_000,
  leastBackoff: 500,
  mostBackoff: 30_000,
};
