import { isDeepStrictEqual } from 'node:util';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import type { Settlement } from '../ports.ts';
import { Backoff } from '../backoff.ts';
import { advance } from './advance.ts';
import type { Advanced, Save } from './advance.ts';
import { ApproverCalls } from './approver-calls.ts';
import { countingDecisions } from './counting-decisions.ts';
import { endSealed } from './end-sealed.ts';
import type { RecentDeployments, Remembered } from './recent-deployments.ts';
import type { Services } from './services.ts';
import { Stopwatch } from './stopwatch.ts';
import { withEventOnce } from './transition.ts';
import type { Turns } from './turns.ts';

export interface WorkerOptions {
  readonly onEnd: (id: string) => void;
  /** Of one that can't be opened here: whether it is left to the other replicas now. */
  readonly handOver: (id: string, ending: boolean) => boolean;
  /** Shared by all workers, for reading the store: a start wants a look at everything in one moment. */
  readonly reading: Turns;
  readonly recent: RecentDeployments;
  /** Whether nobody else can have written what is remembered. */
  readonly leads: (id: string) => boolean;
  /** In milliseconds, from one look to the next for news, once its rollouts have begun. */
  readonly pause: () => number;
}

/** Argo writes a status several times when a pod comes or goes; what it says within a moment is one piece of news. */
const newsMilliseconds = 50;
/** From one look to the next for news while it begins: until its rollouts are known, nobody can decide anything about them. */
const leastPause = 250;
/** How often what is under way already is looked at without news: the controller may be busy, and each look asks the cluster. */
const remindedMilliseconds = 5000;
/** After looks that failed, in milliseconds: the first may only have met somebody else's write. */
const patience = { least: 200, most: 10_000 };

/**
 * Looks at one deployment again and again while this replica holds its lease: at once when something about it was
 * decided, a moment after news of the cluster, else when the last look asked for it. One look at a time; what wakes
 * during a look causes exactly one more. After a failure news do not hurry it: a cluster in trouble is not asked more often
 * for telling much.
 */
export class Worker {
  readonly #services: Services;
  readonly #id: string;
  readonly #options: WorkerOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #news = false;
  #anew = false;
  /** The look that is under way has read, or is about to read, what is decided. */
  #readsAnew = false;
  /** In the present look. */
  #settled: Settlement[] = [];
  #lastLook = Number.NEGATIVE_INFINITY;
  #stopped = false;
  #account: string | undefined;
  #begun = false;
  readonly #backoff = new Backoff(patience);
  readonly #calls: ApproverCalls;
  readonly #stopwatch: Stopwatch;
  #unwatch: (() => void)[] = [];
  #watched = new Set<string>();
  /** What others have seen of it, for its timeline. */
  readonly #told = new Set<string>();

  constructor(services: Services, id: string, options: WorkerOptions) {
    this.#services = services;
    this.#id = id;
    this.#options = options;
    this.#calls = new ApproverCalls(services);
    this.#stopwatch = new Stopwatch(services.clock);
  }

  /** The last look failed, and is tried again. */
  get heldUp(): boolean {
    return this.#backoff.failing;
  }

  /** Undefined until it could be read. */
  get account(): string | undefined {
    return this.#account;
  }

  /** The cluster has news. */
  wake(): void {
    if (this.#backoff.failing) return;
    this.#news = true;
    this.#hurry();
  }

  /** What is stored was changed by somebody else, or has to be carried out now. */
  lookAnew(): void {
    this.#anew = true;
    this.#hurry();
  }

  /** An event, however often it is told. */
  tell(sentence: string): void {
    this.#told.add(sentence);
    this.lookAnew();
  }

  /** Something was decided and is not settled: maybe at another replica, or it is under way here and asked for often. */
  remind(): void {
    // Whoever decided it here has woken us; what was decided elsewhere meanwhile we are reminded of again.
    if (this.#readsAnew) return;
    const known = this.#options.recent.get(this.#id)?.decisions.some(({ state }) => state === 'accepted');
    if (known !== true || performance.now() - this.#lastLook >= remindedMilliseconds) this.lookAnew();
  }

  /** Resolves when the look that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const end of this.#unwatch) end();
    this.#unwatch = [];
    await Promise.all([this.#running, this.#calls.stop()]);
  }

  #hurry(): void {
    if (this.#stopped || this.#running !== undefined) return;
    clearTimeout(this.#timer);
    const now = performance.now();
    const pause = this.#begun ? this.#options.pause() : leastPause;
    const due = this.#anew ? now : Math.max(this.#lastLook + pause, now + newsMilliseconds);
    this.#timer = setTimeout(() => this.#begin(), due - now);
  }

  #begin(): void {
    const anew = this.#anew;
    const quiet = !this.#news && !anew;
    this.#news = this.#anew = false;
    this.#readsAnew = anew;
    this.#running = this.#look({ anew, quiet }).finally(() => {
      this.#running = undefined;
      this.#readsAnew = false;
      this.#lastLook = performance.now();
      if (this.#news || this.#anew) this.#hurry();
    });
  }

  async #look({ anew, quiet }: { readonly anew: boolean; readonly quiet: boolean }): Promise<void> {
    const { recent } = this.#options;
    this.#settled = [];
    try {
      const { handOver } = this.#options;
      const stored = await this.#stored(anew).catch((error: unknown) =>
        endSealed(this.#services, { id: this.#id, error, handOver }),
      );
      if (stored === undefined || stored.record.outcome !== undefined) return this.#end();
      const { record, decisions } = stored;
      this.#account = record.account;
      this.#watch(record);
      const known = { ...stored, record: this.#withTold(record), quiet, stopwatch: this.#stopwatch };
      const save = countingDecisions(this.#services, decisions, this.#saver(record));
      const look = await advance(this.#services, known, save);
      this.#begun = look.record.bindings.length > 0;
      this.#calls.notice(look.record, decisions);
      if (look.record.outcome !== undefined) return this.#conclude(look.record);
      if (look.failure === undefined) recent.keep({ record: look.record, decisions: this.#withResults(decisions) });
      else recent.forget(this.#id);
      this.#lookAgain(look);
    } catch (error) {
      recent.forget(this.#id);
      if (error instanceof Error && error.name === 'LeaseLost') return this.#end();
      this.#services.log.warn({ err: error, deployment: this.#id }, 'deployment could not be looked at');
      this.#lookAgain({ nextLook: 0, failure: error });
    }
  }

  #lookAgain({ nextLook, failure }: Pick<Advanced, 'nextLook' | 'failure'>): void {
    if (failure === undefined) this.#backoff.reset();
    else this.#services.measures.retry('deployment', failure);
    const wait = failure === undefined ? nextLook : this.#backoff.next();
    if (!this.#stopped) this.#timer = setTimeout(() => this.#begin(), wait);
  }

  /**
   * From memory while the lease is certainly ours: then nobody else writes the record, and decisions are told of. Decisions are
   * read first: a save that lands in between (of another replica, or of our own that broke off) settles a decision with the
   * record that knows of it, and a record from before it would take what was approved for a promotion outside. What follows from
   * them is done in the cluster, where nothing asks for the lease: so before them it is made sure of.
   */
  async #stored(anew: boolean): Promise<Remembered | undefined> {
    const { recent, leads, reading } = this.#options;
    const known = leads(this.#id) ? recent.get(this.#id) : undefined;
    if (known !== undefined && !anew) return known;
    const { store, settings } = this.#services;
    return reading.take(async () => {
      if (!leads(this.#id)) await store.hold(settings.replica, this.#id);
      const decisions = await store.decisions(this.#id);
      const record = known?.record ?? (await store.read(this.#id));
      return record === undefined ? undefined : { record, decisions };
    });
  }

  #saver(first: DeploymentRecord): Save {
    let kept = first;
    const { store, settings } = this.#services;
    return async (record, beside = {}) => {
      const { settled = [], noted = [], plan } = beside;
      const isMore = settled.length + noted.length > 0 || plan !== undefined || !isDeepStrictEqual(record, kept);
      if (isMore) await store.save(settings.replica, record, beside);
      if (settled.length > 0 || record.outcome !== undefined) this.#services.settled.announce(this.#id, settled);
      this.#settled.push(...settled);
      kept = record;
      return record;
    };
  }

  #withTold(record: DeploymentRecord): DeploymentRecord {
    const now = this.#services.clock.now();
    return [...this.#told].reduce((told, sentence) => withEventOnce(told, sentence, now), record);
  }

  /** Nobody else settles decisions of what we lead; that others made some meanwhile is told of. */
  #withResults(decisions: readonly DecisionRecord[]): readonly DecisionRecord[] {
    return decisions.map((decision) => ({ ...decision, ...this.#settled.find(({ id }) => id === decision.id) }));
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
          if (names.has(name)) this.wake();
        }),
      );
    }
  }
}
