import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import { ServiceRefused } from '../service/errors.ts';
import type { StageService } from '../service/stage-service.ts';
import { keepEqual } from './keep-equal.ts';
import { nextLook } from './polling.ts';

/** What is known now. With both, `failure` says why `details` are no newer. */
export interface Sight {
  readonly details?: DeploymentDetails;
  /** When `details` were asked for, in milliseconds. */
  readonly asOf?: number;
  /** Of the last call. */
  readonly failure?: Error;
}

export interface WatchOptions {
  readonly service: Pick<StageService, 'deployment'>;
  readonly id: string;
  readonly onSight: (sight: Sight) => void;
}

/** Asks for a deployment again and again, as `polling.ts` says, one call at a time. */
export class DeploymentWatch {
  readonly #options: WatchOptions;
  #sight: Sight = {};
  #failures = 0;
  #active = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> | undefined;
  readonly #onVisibility = (): void => this.#resume();

  constructor(options: WatchOptions) {
    this.#options = options;
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  setActive(active: boolean): void {
    if (active === this.#active) return;
    this.#active = active;
    this.#resume();
  }

  /** Asks now, after a call that is already under way: resolves with what is known then. */
  async lookAgain(): Promise<Sight> {
    await this.#looking;
    clearTimeout(this.#timer);
    await this.#look();
    return this.#sight;
  }

  /** After this, nothing is said any more, not even by a call that is under way. */
  stop(): void {
    this.#stopped = true;
    this.#active = false;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#onVisibility);
  }

  /** Whoever comes back to the page wants to see it as it is now. */
  #resume(): void {
    clearTimeout(this.#timer);
    if (this.#next() !== undefined && this.#looking === undefined) void this.#look();
  }

  #next(): number | undefined {
    const settled = isSettled(this.#sight.details) || isFinal(this.#sight.failure);
    return nextLook({ active: this.#active, hidden: document.hidden, settled, failures: this.#failures });
  }

  async #look(): Promise<void> {
    this.#looking ??= this.#ask().finally(() => {
      this.#looking = undefined;
      clearTimeout(this.#timer);
      const wait = this.#next();
      if (wait !== undefined) this.#timer = setTimeout(() => void this.#look(), wait);
    });
    return this.#looking;
  }

  async #ask(): Promise<void> {
    const { service, id, onSight } = this.#options;
    const asOf = Date.now();
    try {
      const details = keepEqual(this.#sight.details, await service.deployment(id));
      this.#failures = 0;
      this.#sight = { details, asOf };
    } catch (error) {
      this.#failures += 1;
      const { failure: _earlier, ...known } = this.#sight;
      this.#sight = { ...known, failure: error instanceof Error ? error : new Error('no reason was given') };
    }
    if (!this.#stopped) onSight(this.#sight);
  }
}

function isSettled(details: DeploymentDetails | undefined): boolean {
  return details?.phase === 'ended' && !details.giveBacks.some(({ state }) => state === 'accepted');
}

/** A refusal stays one: only a person who changes something, and says so, makes another try worth it. */
function isFinal(failure: Error | undefined): boolean {
  return failure instanceof ServiceRefused;
}
