import type { Store } from '../ports.ts';

export interface ReadinessReport {
  readonly ready: boolean;
  readonly sentence: string;
}

/** Whether this replica should get calls: its store answers, and it is not shutting down. */
export class Readiness {
  readonly #store: Pick<Store, 'health'>;
  #draining = false;

  constructor(store: Pick<Store, 'health'>) {
    this.#store = store;
  }

  drain(): void {
    this.#draining = true;
  }

  async check(): Promise<ReadinessReport> {
    if (this.#draining) return { ready: false, sentence: 'This replica is shutting down.' };
    try {
      await this.#store.health();
      return { ready: true, sentence: 'This replica takes calls.' };
    } catch {
      return { ready: false, sentence: 'The database can not be reached.' };
    }
  }
}
