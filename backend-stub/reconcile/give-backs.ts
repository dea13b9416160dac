import { setTimeout as pause } from 'node:timers/promises';
import { Backoff } from '../backoff.ts';
import type { GiveBackRecord } from '../deployment/record.ts';
import type { GiveBackEnd } from '../ports.ts';
import { giveBack } from './give-back.ts';
import type { GivenBack } from './give-back.ts';
import type { Services } from './services.ts';
import { workloadsOf } from './services.ts';

interface Run {
  readonly over: AbortController;
  readonly ended: Promise<void>;
}

/** Between tries after something failed that is no refusal, in milliseconds. */
const patience = { least: 1000, most: 10_000 };

/**
 * Carries out what people asked to give back, each by the replica that holds its lease. The cluster alone says how far it is:
 * whoever goes on for another one begins with a look.
 */
export class GiveBacks {
  readonly #services: Services;
  readonly #runs = new Map<string, Run>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Begins what is new, and stops what another replica has taken. */
  async turn(leaseMilliseconds: number): Promise<void> {
    const { store, settings } = this.#services;
    const held = await store.claimGiveBacks(settings.replica, leaseMilliseconds);
    const ids = new Set(held.map(({ id }) => id));
    for (const [id, run] of this.#runs) if (!ids.has(id)) run.over.abort();
    for (const one of held) if (!this.#runs.has(one.id)) this.#begin(one);
  }

  /** Resolves when each has come to the end of its step; another replica goes on when its lease was given back. */
  async stop(): Promise<void> {
    const runs = [...this.#runs.values()];
    for (const { over } of runs) over.abort();
    await Promise.all(runs.map(({ ended }) => ended));
  }

  #begin(one: GiveBackRecord): void {
    const over = new AbortController();
    const ended = this.#run(one, over.signal).finally(() => this.#runs.delete(one.id));
    this.#runs.set(one.id, { over, ended });
  }

  /** What it came to is not found out again where only its settling failed: it could be undone by then. */
  async #run(one: GiveBackRecord, signal: AbortSignal): Promise<void> {
    const { store, settings, log, measures } = this.#services;
    const backoff = new Backoff(patience);
    let end: GiveBackEnd | undefined;
    while (!signal.aborted) {
      try {
        end ??= await this.#carryOut(one, signal);
        await store.settleGiveBack(settings.replica, one.id, end);
        log.info({ deployment: one.deploymentId, giveBack: one.id, state: end.state }, 'give-back ended');
        return;
      } catch (error) {
        if (signal.aborted || (error instanceof Error && error.name === 'LeaseLost')) return;
        log.warn({ err: error, deployment: one.deploymentId }, 'give-back is held up');
        measures.retry('give-back', error);
        await pause(backoff.next(), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #carryOut({ id, deploymentId }: GiveBackRecord, signal: AbortSignal): Promise<GiveBackEnd> {
    const { store, settings, controlPlane, log } = this.#services;
    // That a sentence is not kept stops nothing.
    const tell = (sentence: string): Promise<void> =>
      store
        .tellGiveBack(settings.replica, id, sentence)
        .catch((err: unknown) => log.warn({ err, deployment: deploymentId }, 'give-back is not told of'));
    const record = await store.readSealed(deploymentId);
    const ends: GivenBack[] = [];
    for (const workload of record === undefined ? [] : workloadsOf(record))
      ends.push(await giveBack(controlPlane, { ...workload, tell, signal }));
    const done = ends.every(({ kind }) => kind === 'given-back');
    return { state: done ? 'done' : 'failed', sentence: ends.map(({ sentence }) => sentence).join(' ') };
  }
}
