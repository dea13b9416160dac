import { Backoff } from '../backoff.ts';
import { holdsExpression } from '../contract/expressions.ts';
import type { StatusReply } from '../contract/orca.ts';
import type { Clock, Poll, StatusLine, Store } from '../ports.ts';

export interface StatusBoardOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How often changes are read, in milliseconds: how old an answer may be on a replica that does not do the work. */
  readonly refreshMilliseconds?: number;
  /** It is tried again, up to ten times as late as usual. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Answers Orca's polls from memory: one query a refresh, however many deployments are open and however often Orca
 * asks. A poll never costs a call to a cluster, and only an unknown id costs one to the store.
 */
export class StatusBoard {
  readonly #options: StatusBoardOptions;
  readonly #replies = new Map<string, string>();
  readonly #polls = new Map<string, Date>();
  readonly #backoff: Backoff;
  readonly #pause: number;
  #since: Date;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: StatusBoardOptions) {
    this.#options = options;
    const pause = options.refreshMilliseconds ?? 500;
    this.#pause = pause;
    this.#backoff = new Backoff({ least: pause, most: 10 * pause });
    this.#since = new Date(options.clock.now().getTime() - clockTolerance);
  }

  async start(): Promise<void> {
    await this.#refresh();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#flush();
  }

  get size(): number {
    return this.#replies.size;
  }

  /** The reply as JSON text, at once when it is known; undefined for an id that was never given out. */
  reply(id: string): string | Promise<string | undefined> {
    const known = this.#replies.get(id);
    if (known === undefined) return this.#ask(id);
    this.#polls.set(id, this.#options.clock.now());
    return known;
  }

  async #ask(id: string): Promise<string | undefined> {
    const line = await this.#options.store.status(id);
    if (line === undefined) return undefined;
    this.#polls.set(id, this.#options.clock.now());
    return this.#keep(line);
  }

  #keep(line: StatusLine): string {
    const json = jsonOf(line);
    if (line.open) this.#replies.set(line.id, json);
    else this.#replies.delete(line.id);
    return json;
  }

  async #refresh(): Promise<void> {
    const pause = await this.#readChanges();
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#refresh(), pause);
  }

  /** Says in how many milliseconds the next time is due. */
  async #readChanges(): Promise<number> {
    try {
      const lines = await this.#options.store.statusSince(this.#since);
      for (const line of lines) {
        this.#keep(line);
        if (line.changedAt > this.#since) this.#since = line.changedAt;
      }
      await this.#flush();
      this.#backoff.reset();
      return this.#pause;
    } catch (error) {
      this.#options.onFailure(error);
      return this.#backoff.next();
    }
  }

  async #flush(): Promise<void> {
    const polls: Poll[] = [...this.#polls].map(([id, at]) => ({ id, at }));
    if (polls.length === 0) return;
    await this.#options.store.recordPolls(polls);
    for (const { id, at } of polls) if (this.#polls.get(id) === at) this.#polls.delete(id);
  }
}

/** At the start: by how much our clock may be ahead of the database's, whose times count from then on. */
const clockTolerance = 600_000;

/** Built once a change and not once a poll; whatever reached the store, no expression reaches Orca. */
function jsonOf({ status, progress, summary }: StatusLine): string {
  const reply: StatusReply = { status, progress, summary };
  const json = JSON.stringify(reply);
  return holdsExpression(json) ? json.replaceAll('${', '$\u200b{') : json;
}
