/** News about deployments for whoever waits for it in this process, so that he need not ask the store again and again. */
export class Announcements {
  readonly #waiting = new Map<string, Set<() => void>>();

  announce(id: string): void {
    for (const end of [...(this.#waiting.get(id) ?? [])]) end();
  }

  /** Resolves when something is announced about the deployment, or when the time is over. */
  wait(id: string, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      const end = (): void => {
        clearTimeout(timer);
        waiting.delete(end);
        if (waiting.size === 0) this.#waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      waiting.add(end);
    });
  }
}
