import { setMaxListeners } from 'node:events';
import type { OrcaClock } from './clock.ts';
import { Killed } from './exchange.ts';
import { isComplete } from './execution.ts';
import type { OrcaExecution, OrcaStage, Status } from './execution.ts';
import { copy } from './json.ts';
import type { JsonObject } from './json.ts';
import { runStage } from './stage-runner.ts';
import type { Surroundings } from './task-runner.ts';
import type { WebhookService } from './webhook-service.ts';

export interface EngineOptions {
  readonly clock: OrcaClock;
  readonly service: WebhookService;
}

interface Waiter {
  resolve(execution: OrcaExecution): void;
  reject(failure: unknown): void;
}

/** Everything about one execution that is not stored with it. */
interface Track {
  readonly execution: OrcaExecution;
  readonly running: Map<string, Promise<void>>;
  readonly wake: Set<() => void>;
  readonly waiters: Waiter[];
  failure: Error | undefined;
}

/** Runs executions: stages in the order of their `requisiteStageRefIds`, branches side by side. */
export class Engine implements Surroundings {
  readonly service: WebhookService;
  readonly #clock: OrcaClock;
  readonly #tracks = new Map<string, Track>();
  #life = aLife();

  constructor({ clock, service }: EngineOptions) {
    this.#clock = clock;
    this.service = service;
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Throws what stopped the execution, if it asked for something that this Orca can't do. */
  find(id: string): OrcaExecution | undefined {
    const track = this.#tracks.get(id);
    if (track?.failure instanceof Error) throw track.failure;
    return track?.execution;
  }

  get executions(): readonly OrcaExecution[] {
    return [...this.#tracks.values()].map(({ execution }) => execution);
  }

  begin(execution: OrcaExecution): void {
    const track: Track = { execution, running: new Map(), wake: new Set(), waiters: [], failure: undefined };
    this.#tracks.set(execution.id, track);
    this.#advance(track);
  }

  cancel(id: string, by: string, reason?: string): void {
    const { execution, wake } = this.#track(id);
    if (isComplete(execution.status)) return;
    execution.canceled = true;
    execution.canceledBy = by;
    if (reason !== undefined) execution.cancellationReason = reason;
    for (const callback of [...wake]) callback();
  }

  /** `PATCH /pipelines/{id}/stages/{stageId}`: lays values over the stage's context, key by key, and stamps the writer. */
  patchStage(id: string, stageId: string, context: JsonObject, by = 'anonymous'): void {
    const stage = this.#track(id).execution.stages.find((one) => one.id === stageId);
    if (stage === undefined) throw new TypeError(`No stage ${stageId} in ${id}.`);
    stage.lastModified = { user: by, allowedAccounts: [], lastModifiedTime: this.now() };
    Object.assign(stage.context, copy(context), { lastModifiedBy: by });
  }

  /** Puts a stage and what follows it back to its beginning; the context stays, and nobody is told. */
  restart(id: string, stageId: string, by?: string): void {
    const track = this.#track(id);
    const { execution } = track;
    const stage = execution.stages.find((one) => one.id === stageId);
    if (stage === undefined) throw new TypeError(`No stage ${stageId} in ${id}.`);
    if (stage.status === 'RUNNING') return;
    const { exception, ...context } = stage.context;
    const previousException = exception === undefined ? {} : { previousException: exception };
    const restartedBy = by ?? execution.authentication.user;
    stage.context = { ...context, restartDetails: { restartedBy, restartTime: this.now(), ...previousException } };
    for (const one of [stage, ...downstream(execution, stage)]) reset(one);
    execution.status = 'RUNNING';
    execution.canceled = false;
    // Whether it ends is asked when a stage completes, so another branch that failed does not end it at once.
    this.#launchReady(track);
  }

  /** Resolves when the execution and all its branches have ended; rejects with what this Orca can't do. */
  finished(id: string): Promise<OrcaExecution> {
    const track = this.#track(id);
    return new Promise((resolve, reject) => {
      track.waiters.push({ resolve, reject });
      settle(track);
    });
  }

  /** As kill -9: what is stored stays as it is, what is under way is lost. */
  async kill(): Promise<void> {
    this.#life.abort();
    await Promise.all([...this.#tracks.values()].flatMap(({ running }) => [...running.values()]));
  }

  /** Takes every running stage up again at the task it stood at. */
  resume(): void {
    this.#life = aLife();
    for (const track of this.#tracks.values()) if (!isComplete(track.execution.status)) this.#advance(track);
  }

  pause({ id }: OrcaExecution, milliseconds: number): Promise<void> {
    const { wake } = this.#track(id);
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const end = (done: () => void) => (): void => {
        stopTimer();
        wake.delete(woken);
        signal.removeEventListener('abort', killed);
        done();
      };
      const woken = end(resolve);
      const killed = end(() => reject(new Killed()));
      const stopTimer = this.#clock.after(milliseconds, woken);
      wake.add(woken);
      signal.addEventListener('abort', killed, { once: true });
      if (signal.aborted) killed();
    });
  }

  #track(id: string): Track {
    const track = this.#tracks.get(id);
    if (track === undefined) throw new TypeError(`No execution ${id}.`);
    return track;
  }

  #advance(track: Track): void {
    const { execution } = track;
    if (execution.status === 'RUNNING') {
      this.#launchReady(track);
      const status = finalStatus(execution);
      if (status !== undefined) this.#end(track, status);
    }
    settle(track);
  }

  #launchReady(track: Track): void {
    const { execution, running } = track;
    for (const stage of execution.stages)
      if (isReady(execution, stage) && !running.has(stage.id)) this.#launch(track, stage);
  }

  #launch(track: Track, stage: OrcaStage): void {
    const run = async (): Promise<void> => {
      try {
        await Promise.resolve();
        await runStage(track.execution, stage, this);
      } catch (failure) {
        if (!(failure instanceof Killed)) track.failure = asError(failure);
      } finally {
        track.running.delete(stage.id);
      }
      if (!this.signal.aborted) this.#advance(track);
    };
    track.running.set(stage.id, run());
  }

  #end({ execution, wake }: Track, status: Status): void {
    execution.status = status;
    execution.endTime = this.now();
    for (const callback of [...wake]) callback();
  }
}

function settle({ execution, running, waiters, failure }: Track): void {
  if (failure !== undefined) for (const waiter of waiters.splice(0)) waiter.reject(failure);
  else if (isComplete(execution.status) && running.size === 0)
    for (const waiter of waiters.splice(0)) waiter.resolve(execution);
}

function isReady(execution: OrcaExecution, stage: OrcaStage): boolean {
  if (stage.status === 'RUNNING') return true;
  if (stage.status !== 'NOT_STARTED' || execution.canceled) return false;
  return stage.requisiteStageRefIds.every((refId) =>
    execution.stages.some(
      (other) => other.refId === refId && ['SUCCEEDED', 'FAILED_CONTINUE', 'SKIPPED'].includes(other.status),
    ),
  );
}

/** CompleteExecutionHandler: one failed or canceled stage ends the execution at once, whatever the other branches do. */
function finalStatus(execution: OrcaExecution): Status | undefined {
  const statuses = execution.stages.map(({ status }) => status);
  if (statuses.includes('TERMINAL')) return 'TERMINAL';
  if (statuses.includes('CANCELED')) return 'CANCELED';
  if (statuses.includes('RUNNING') || execution.stages.some((stage) => isReady(execution, stage))) return undefined;
  return execution.canceled ? 'CANCELED' : 'SUCCEEDED';
}

function downstream(execution: OrcaExecution, stage: OrcaStage): readonly OrcaStage[] {
  return execution.stages
    .filter(({ requisiteStageRefIds }) => requisiteStageRefIds.includes(stage.refId))
    .flatMap((next) => [next, ...downstream(execution, next)]);
}

function reset(stage: OrcaStage): void {
  stage.status = 'NOT_STARTED';
  stage.tasks = [];
  delete stage.startTime;
  delete stage.endTime;
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error('The small Orca stopped.', { cause: failure });
}

/** Every call that is under way listens for the end: many are no leak. */
function aLife(): AbortController {
  const life = new AbortController();
  setMaxListeners(0, life.signal);
  return life;
}
