import type { Settlement } from '../ports.ts';

/** What came of decisions, for whoever waits for it in this process, so that he need not ask the store again and again. */
export class Announcements {
  readonly #waiting = new Map<string, Set<(settled: readonly Settlement[]) => void>>();

  /** What is kept of it by now; an end also settles what nobody has carried out. */
  announce(id: string, settled: readonly Settlement[]): void {
    for (const end of [...(this.#waiting.get(id) ?? [])]) end(settled);
  }

  /** Resolves when something is announced about the deployment, or with nothing when the time is over. */
  wait(id: string, milliseconds: number): Promise<readonly Settlement[]> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      const end = (settled: readonly Settlement[]): void => {
        clearTimeout(timer);
        waiting.delete(end);
        if (waiting.size === 0) this.#waiting.delete(id);
        resolve(settled);
      };
      const timer = setTimeout(() => end([]), milliseconds);
      waiting.add(end);
    });
  }
}
