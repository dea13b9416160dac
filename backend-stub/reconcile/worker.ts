import { isDeepStrictEqual } from 'node:util';
import type { DeploymentRecord } from '../deployment/record.ts';
import { Backoff } from '../backoff.ts';
import { advance } from './advance.ts';
import type { Advanced, Save } from './advance.ts';
import { ApproverCalls } from './approver-calls.ts';
import type { Services } from './services.ts';
import { Stopwatch } from './stopwatch.ts';
import type { Turns } from './turns.ts';

export interface WorkerOptions {
  readonly onEnd: (id: string) => void;
  /** Shared by all workers, for reading the store: a start wants a look at everything in one moment. */
  readonly reading: Turns;
}

/** After looks that failed, in milliseconds: the first may only have met somebody else's write. */
const patience = { least: 200, most: 10_000 };

/**
 * Looks at one deployment again and again while this replica holds its lease: at once when woken, else when the last
 * look asked for it. One look at a time; what wakes during a look causes exactly one more. After a failure only a person
 * or Orca wakes it before its time: a cluster in trouble is not asked more often for telling much.
 */
export class Worker {
  readonly #services: Services;
  readonly #id: string;
  readonly #options: WorkerOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  readonly #backoff = new Backoff(patience);
  readonly #calls: ApproverCalls;
  readonly #stopwatch: Stopwatch;
  #unwatch: (() => void)[] = [];
  #watched = new Set<string>();

  constructor(services: Services, id: string, options: WorkerOptions) {
    this.#services = services;
    this.#id = id;
    this.#options = options;
    this.#calls = new ApproverCalls(services);
    this.#stopwatch = new Stopwatch(services.clock);
  }

  /** Something has changed by itself, or is noticed again and again. */
  nudge(): void {
    if (!this.#backoff.failing) this.wake();
  }

  /** The last look failed, and is tried again. */
  get heldUp(): boolean {
    return this.#backoff.failing;
  }

  wake(): void {
    if (this.#stopped) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#look().finally(() => {
      this.#running = undefined;
      if (this.#again) {
        this.#again = false;
        this.wake();
      }
    });
  }

  /** Resolves when the look that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const end of this.#unwatch) end();
    this.#unwatch = [];
    await Promise.all([this.#running, this.#calls.stop()]);
  }

  async #look(): Promise<void> {
    try {
      const { store } = this.#services;
      const [record, decisions] = await this.#options.reading.take(() =>
        Promise.all([store.read(this.#id), store.decisions(this.#id)]),
      );
      if (record === undefined || record.outcome !== undefined) return this.#end();
      this.#watch(record);
      const stored = { record, decisions, stopwatch: this.#stopwatch };
      const look = await advance(this.#services, stored, this.#saver(record));
      this.#calls.notice(look.record, decisions);
      if (look.record.outcome !== undefined) return this.#conclude(look.record);
      this.#lookAgain(look);
    } catch (error) {
      if (error instanceof Error && error.name === 'LeaseLost') return this.#end();
      this.#services.log.warn({ err: error, deployment: this.#id }, 'deployment could not be looked at');
      this.#lookAgain({ nextLook: 0, failure: error });
    }
  }

  #lookAgain({ nextLook, failure }: Pick<Advanced, 'nextLook' | 'failure'>): void {
    if (failure === undefined) this.#backoff.reset();
    else this.#services.measures.retry('deployment', failure);
    const wait = failure === undefined ? nextLook : this.#backoff.next();
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), wait);
  }

  #saver(first: DeploymentRecord): Save {
    let kept = first;
    const { store, settings } = this.#services;
    return async (record, settled = []) => {
      if (settled.length > 0 || !isDeepStrictEqual(record, kept)) await store.save(settings.replica, record, settled);
      kept = record;
      return record;
    };
  }

  #conclude({ id, outcome }: DeploymentRecord): void {
    this.#services.log.info({ deployment: id, outcome }, 'deployment ended');
    if (outcome !== undefined) this.#services.measures.ended(outcome);
    this.#end();
  }

  #end(): void {
    this.#options.onEnd(this.#id);
  }

  #watch(record: DeploymentRecord): void {
    for (const { object } of record.plan.objects) {
      const namespace = object.metadata.namespace ?? '';
      if (object.kind !== 'Rollout' || this.#watched.has(namespace)) continue;
      this.#watched.add(namespace);
      const names = new Set(
        record.plan.objects
          .filter((planned) => planned.treatment === 'progressive')
          .map((planned) => planned.object.metadata.name),
      );
      this.#unwatch.push(
        this.#services.controlPlane.watch(record.account, namespace, ({ name }) => {
          if (names.has(name)) this.nudge();
        }),
      );
    }
  }
}
