/** Orca's time. Milliseconds everywhere. */
export interface OrcaClock {
  now(): number;
  /** Calls back once; the result takes the timer back. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Told of every exchange over a socket: a virtual clock stands still meanwhile. */
  during<Value>(exchange: Promise<Value>): Promise<Value>;
}

export const realClock: OrcaClock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  during: (exchange) => exchange,
};

/** Real time, as if it were so late now: for executions of another day, which would have timed out meanwhile. */
export function clockFrom(now: number): OrcaClock {
  const ahead = now - Date.now();
  return { ...realClock, now: () => Date.now() + ahead };
}
