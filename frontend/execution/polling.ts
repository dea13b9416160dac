/** All that decides when the service is asked again. */
export interface Watching {
  /** The details are in front of somebody. */
  readonly active: boolean;
  /** The page itself is not: another tab, a minimised window. */
  readonly hidden: boolean;
  /** Nothing will change any more, or nobody will ever answer otherwise. */
  readonly settled: boolean;
  /** Calls that failed since the last answer. */
  readonly failures: number;
}

/** In milliseconds: how fresh the picture is while all goes well. */
export const interval = 2000;
const afterFailure = 5000;
const afterFailures = 15_000;

/** Milliseconds from the last answer to the next call; undefined: not until something of `watching` changes. */
export function nextLook({ active, hidden, settled, failures }: Watching): number | undefined {
  if (!active || hidden || settled) return undefined;
  if (failures === 0) return interval;
  return failures < 3 ? afterFailure : afterFailures;
}
