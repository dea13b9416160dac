/** The cluster's time. Milliseconds everywhere; Orca's virtual clock (`../orca/virtual-clock.ts`) is one too. */
export interface ClusterClock {
  now(): number;
  /** Calls back once; the result takes the timer back. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const realClock: ClusterClock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    // A cluster that nobody stopped does not keep a process from ending.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** As Kubernetes writes times: whole seconds, UTC. */
export function timestamp(clock: ClusterClock): string {
  return `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
}
