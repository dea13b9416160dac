import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../ports.ts';

export interface ReadinessReport {
  readonly ready: boolean;
  readonly sentence: string;
}

/** The kubelet waits for one second when it is told nothing else. */
const patienceMilliseconds = 500;

/**
 * Whether this replica should get calls. Without its database it still should: a Service without any ready replica
 * refuses connections, which ends every running stage in Orca at once, while Orca asks again after the 503 that those get
 * whose answer is not in memory.
 */
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
    if (await this.#storeAnswers()) return { ready: true, sentence: 'This replica takes calls.' };
    const sentence = 'The database does not answer: polls are answered from memory, and everything else has to wait.';
    return { ready: true, sentence };
  }

  #storeAnswers(): Promise<boolean> {
    const answer = this.#store.health().then(
      () => true,
      () => false,
    );
    return Promise.race([answer, pause(patienceMilliseconds, false, { ref: false })]);
  }
}
