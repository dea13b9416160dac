import { Backoff } from '../backoff.ts';
import type { AuditActor } from '../contract/audit.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import type { CreateResult, Workload } from '../ports.ts';
import { applyEnd } from './cancel.ts';
import { GiveBacks } from './give-backs.ts';
import { HandOvers } from './hand-overs.ts';
import type { Services } from './services.ts';
import { RecentDeployments } from './recent-deployments.ts';
import { Turns } from './turns.ts';
import { Worker } from './worker.ts';

export interface LoopTimes {
  /** How long a lease lasts without being renewed: how long a dead replica's deployments wait. */
  readonly leaseMilliseconds: number;
  /** How often leases are taken and renewed, and decisions of other replicas are noticed. */
  readonly tickMilliseconds: number;
  /** Orca asks every 15 s at the latest; when it has not for this long, its execution is read. */
  readonly silenceMilliseconds: number;
}

export const defaultLoopTimes: LoopTimes = {
  leaseMilliseconds: 15_000,
  tickMilliseconds: 1000,
  silenceMilliseconds: 180_000,
};

/** While the store does not answer, as a share of the usual tick: up to ten times as long. */
const mostTicks = 10;
const mostAtOnce = 10_000;
/** A few less than the pool has connections: without a limit, a start holds every record in memory at once. */
const mostReads = 4;

/** Whoever makes many deployments at once asks for many turns: one shows them all. */
const pauseMilliseconds = 200;

/** For news, of each deployment, in milliseconds. */
const looks = { least: 250, perDeployment: 10, most: 3000 };

/** A rollout that never rests is looked at now and then only, and all that move at once no oftener than 100 times a second. */
export function pauseBetweenLooks(held: number): number {
  return Math.min(Math.max(looks.least, held * looks.perDeployment), looks.most);
}

/** Takes open deployments by lease and keeps a worker for each. Several replicas share them; each is in one hand only. */
export class Loop {
  readonly #services: Services;
  readonly #times: LoopTimes;
  readonly #workers = new Map<string, Worker>();
  /** Let go of, and still in their last look: nobody else begins one meanwhile. */
  readonly #leaving = new Set<string>();
  readonly #reading = new Turns(mostReads);
  readonly #backoff: Backoff;
  readonly #recent = new RecentDeployments();
  readonly #giveBacks: GiveBacks;
  readonly #handOvers: HandOvers;
  #led: ReadonlySet<string> = new Set();
  /** Created here, and in no claim yet: until when each is certainly ours. */
  readonly #begun = new Map<string, number>();
  #ledUntil = Number.NEGATIVE_INFINITY;
  #lastTurn = 0;
  #othersAsked = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #silenceChecked = Number.NEGATIVE_INFINITY;
  #silence: Promise<void> | undefined;

  constructor(services: Services, times: LoopTimes = defaultLoopTimes) {
    this.#services = services;
    this.#times = times;
    this.#giveBacks = new GiveBacks(services);
    this.#handOvers = new HandOvers(services.clock);
    this.#backoff = new Backoff({ least: times.tickMilliseconds, most: times.tickMilliseconds * mostTicks });
  }

  start(): void {
    this.tick();
  }

  /** Keeps a deployment that is led here from the beginning: no turn takes it, and what was just written is not read. */
  async begin(record: DeploymentRecord, workloads: readonly Workload[], by: AuditActor): Promise<CreateResult> {
    const { store, settings, clock } = this.#services;
    const { leaseMilliseconds: milliseconds } = this.#times;
    const asked = clock.elapsed();
    const created = await store.create(record, workloads, {
      by,
      lease: { replica: settings.replica, milliseconds },
    });
    // A turn may have met it before this was answered.
    const isNew = created.kind === 'created' && !this.#workers.has(record.id) && !this.#leaving.has(record.id);
    if (isNew && !this.#stopped) {
      this.#begun.set(record.id, asked + milliseconds / 2);
      this.#recent.keep({ record, decisions: [] });
      this.#take(record.id).wake();
    }
    return created;
  }

  /** Looks at a deployment now when it is in our hand, and else looks for work now. */
  wake(id: string): void {
    const worker = this.#workers.get(id);
    if (worker === undefined) this.tick();
    else worker.lookAnew();
  }

  /** Of a deployment in other hands, its own replica tells when it sees the same. */
  tell(id: string, sentence: string): void {
    this.#workers.get(id)?.tell(sentence);
  }

  get held(): number {
    return this.#workers.size;
  }

  /** Of these, the ones whose last look failed, by their accounts: `unknown` of what could not even be read. */
  get heldUp(): readonly string[] {
    const workers = [...this.#workers.values()].filter((worker) => worker.heldUp);
    return workers.map(({ account = 'unknown' }) => account);
  }

  /** Lets every look that is under way end, and gives the leases back, so that another replica goes on at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#ticking;
    await this.#silence;
    await Promise.all([this.#giveBacks.stop(), ...[...this.#workers.values()].map((worker) => worker.stop())]);
    this.#workers.clear();
    await this.#services.store.release(this.#services.settings.replica);
  }

  tick(): void {
    if (this.#stopped) return;
    if (this.#ticking !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    const pause = Math.min(pauseMilliseconds, this.#times.tickMilliseconds);
    const due = Math.max(this.#lastTurn + pause - performance.now(), 0);
    if (due === 0) this.#begin();
    else this.#timer = setTimeout(() => this.#begin(), due);
  }

  #begin(): void {
    this.#ticking = this.#turn().then((pause) => {
      this.#ticking = undefined;
      this.#lastTurn = performance.now();
      if (this.#stopped) return;
      if (this.#again) {
        this.#again = false;
        this.tick();
      } else this.#timer = setTimeout(() => this.tick(), pause);
    });
  }

  /** Says in how many milliseconds the next one is due. */
  async #turn(): Promise<number> {
    const { log, measures } = this.#services;
    try {
      await this.#claim();
      await this.#lookForOthers();
      this.#backoff.reset();
      return Math.max(Math.ceil(this.#othersAsked + this.#times.tickMilliseconds - performance.now()), 0);
    } catch (error) {
      log.warn({ err: error }, 'the store could not be asked for work');
      measures.retry('leases', error);
      return this.#backoff.next();
    }
  }

  /** What no call to this replica tells of: once a tick, since a turn in between is for what was just made here. */
  async #lookForOthers(): Promise<void> {
    const now = performance.now();
    if (now - this.#othersAsked < this.#times.tickMilliseconds) return;
    await this.#giveBacks.turn(this.#times.leaseMilliseconds);
    // Who is held up by a cluster is not asked again by the same decision: his own time comes.
    for (const id of await this.#services.store.undecided()) {
      const worker = this.#workers.get(id);
      if (worker?.heldUp === false) worker.remind();
    }
    await this.#noticeSilence();
    this.#othersAsked = now;
  }

  async #claim(): Promise<void> {
    const { store, settings, clock } = this.#services;
    const { leaseMilliseconds } = this.#times;
    const asked = clock.elapsed();
    const begun = [...this.#begun.keys()];
    const wanted = { most: mostAtOnce, except: this.#handOvers.underWay() };
    this.#led = new Set(await store.claim(settings.replica, leaseMilliseconds, wanted));
    // What is begun while this was asked may not be in the answer; it is in the next one.
    for (const id of begun) this.#begun.delete(id);
    this.#handOvers.keepOnly(wanted.except, this.#led);
    this.#ledUntil = asked + leaseMilliseconds / 2;
    for (const id of this.#led) if (!this.#workers.has(id) && !this.#leaving.has(id)) this.#take(id).lookAnew();
    // Ended by somebody else, or in other hands. Whoever went on would carry out decisions that the other one is told of too late.
    for (const id of this.#workers.keys()) if (!this.#led.has(id) && !this.#begun.has(id)) void this.#drop(id);
  }

  /** Also after this process stood still: then others may lead what it led. */
  leads(id: string): boolean {
    const until = this.#led.has(id) ? this.#ledUntil : (this.#begun.get(id) ?? Number.NEGATIVE_INFINITY);
    return this.#services.clock.elapsed() < until;
  }

  #take(id: string): Worker {
    const worker = new Worker(this.#services, id, {
      onEnd: (ended) => void this.#drop(ended),
      handOver: (one, ending) => this.#handOvers.begin(one, ending),
      reading: this.#reading,
      recent: this.#recent,
      leads: (one) => this.leads(one),
      pause: () => pauseBetweenLooks(this.#workers.size),
    });
    this.#workers.set(id, worker);
    return worker;
  }

  async #drop(id: string): Promise<void> {
    const worker = this.#workers.get(id);
    if (worker === undefined) return;
    this.#workers.delete(id);
    this.#begun.delete(id);
    this.#leaving.add(id);
    await worker.stop();
    this.#recent.forget(id);
    this.#leaving.delete(id);
  }

  /** No cancel call comes when a parallel branch fails or Orca is lost: the execution itself says what became of it. */
  async #noticeSilence(): Promise<void> {
    const { store, settings, clock } = this.#services;
    const now = clock.elapsed();
    if (now - this.#silenceChecked < this.#times.silenceMilliseconds / 6) return;
    this.#silenceChecked = now;
    const silent = await store.unpolled(settings.replica, this.#times.silenceMilliseconds);
    // Beside the turns and not in one: an Orca that hangs must not keep the leases from being renewed.
    this.#silence ??= this.#readExecutions(silent).finally(() => (this.#silence = undefined));
  }

  async #readExecutions(ids: readonly string[]): Promise<void> {
    for (const id of ids) if (!this.#stopped) await this.#readExecution(id);
  }

  async #readExecution(id: string): Promise<void> {
    const { store, executions, log, measures } = this.#services;
    try {
      const record = await store.readSealed(id);
      if (record?.origin.kind !== 'stage' || record.outcome !== undefined) return;
      const answer = await executions.read(record.origin.stage.executionId);
      if (answer.kind === 'found') await applyEnd(this.#services, record, answer.execution);
    } catch (error) {
      log.warn({ err: error, deployment: id }, 'Orca is not asking, and its execution could not be read');
      measures.retry('execution', error);
    }
  }
}
