import { aRunningStage } from './executions.ts';
import type { RunningStage } from './executions.ts';
import type { Listeners } from './listeners.ts';

/** What the specifications of the listener for Orca share: one pair of listeners, and stages that Orca shows. */
export class OrcaWorld {
  #listeners: Listeners | undefined;

  get listeners(): Listeners {
    if (this.#listeners === undefined) throw new Error('The listeners are not started.');
    return this.#listeners;
  }

  begin(listeners: Listeners): void {
    this.#listeners = listeners;
  }

  /** A stage that Orca shows as it is said here. */
  shown(changes: Partial<RunningStage> = {}): RunningStage {
    const running = aRunningStage(changes);
    this.listeners.show(running);
    return running;
  }

  async openDeployments(): Promise<number> {
    return (await this.listeners.store.byApplication('shop', 1000)).length;
  }
}
