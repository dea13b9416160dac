import { Backoff } from '../backoff.ts';
import { holdsExpression } from '../contract/expressions.ts';
import type { StatusReply } from '../contract/orca.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import type { Clock, CreateResult, Poll, StatusLine, Store } from '../ports.ts';

export interface StatusBoardOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How often changes are read as long as few are made, in milliseconds: how old an answer may be. */
  readonly refreshMilliseconds?: number;
  /** It is tried again, up to ten times as late as usual. */
  readonly onFailure: (error: unknown) => void;
}

/** Only minutes of silence count, so that polls are written down in one statement for many refreshes; in milliseconds. */
const pollsKept = 5000;
/** Each line is read again and again for some seconds: where many change, they are read in greater pauses; in milliseconds. */
const pauses = { perLine: 5, most: 2000 };
/** What has ended is asked for once more, and Orca's longest pause is 15 s; in milliseconds. */
const endsKept = 30_000;

/**
 * Answers Orca's polls from memory: one query a refresh, however many deployments are open and however often Orca
 * asks. A poll never costs a call to a cluster, and only an unknown id costs one to the store.
 */
export class StatusBoard {
  readonly #options: StatusBoardOptions;
  readonly #replies = new Map<string, string>();
  /** When, as `elapsed` counts. */
  readonly #polls = new Map<string, number>();
  /** Replies of deployments that are over, by when they came. */
  readonly #ends = new Map<string, number>();
  #pollsKeptAt = Number.NEGATIVE_INFINITY;
  readonly #backoff: Backoff;
  readonly #pause: number;
  /** From where changes are read on; until then no reply is kept, since nobody would tell that it has grown old. */
  #since: Date | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: StatusBoardOptions) {
    this.#options = options;
    const pause = options.refreshMilliseconds ?? 500;
    this.#pause = pause;
    this.#backoff = new Backoff({ least: pause, most: 10 * pause });
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

  /** Knows what was created here at once: it is polled before its line is read. */
  async showing(record: DeploymentRecord, creating: Promise<CreateResult>): Promise<CreateResult> {
    const created = await creating;
    const isNew = created.kind === 'created' && this.#since !== undefined && !this.#replies.has(record.id);
    if (isNew) this.#replies.set(record.id, jsonOf(record));
    return created;
  }

  /** The reply as JSON text, if it is known. */
  atHand(id: string): string | undefined {
    const known = this.#replies.get(id);
    if (known !== undefined) this.#polls.set(id, this.#options.clock.elapsed());
    return known;
  }

  /** The same from the store; undefined for an id that was never given out. */
  async read(id: string): Promise<string | undefined> {
    const line = await this.#options.store.status(id);
    if (line === undefined) return undefined;
    this.#polls.set(id, this.#options.clock.elapsed());
    return this.#keep(line);
  }

  #keep(line: StatusLine): string {
    const json = jsonOf(line);
    if (this.#since === undefined) return json;
    this.#replies.set(line.id, json);
    if (!line.open && !this.#ends.has(line.id)) this.#ends.set(line.id, this.#options.clock.elapsed());
    return json;
  }

  #forgetEnds(): void {
    const before = this.#options.clock.elapsed() - endsKept;
    for (const [id, at] of this.#ends) {
      if (at > before) return;
      this.#ends.delete(id);
      this.#replies.delete(id);
    }
  }

  async #refresh(): Promise<void> {
    const pause = await this.#readChanges();
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#refresh(), pause);
  }

  /** Says in how many milliseconds the next time is due. */
  async #readChanges(): Promise<number> {
    try {
      const { store } = this.#options;
      this.#since ??= await store.now();
      const lines = await store.statusSince(this.#since);
      for (const line of lines) {
        this.#keep(line);
        if (line.changedAt > this.#since) this.#since = line.changedAt;
      }
      this.#forgetEnds();
      if (this.#options.clock.elapsed() - this.#pollsKeptAt >= pollsKept) await this.#flush();
      this.#backoff.reset();
      return Math.max(this.#pause, Math.min(lines.length * pauses.perLine, pauses.most));
    } catch (error) {
      this.#options.onFailure(error);
      return this.#backoff.next();
    }
  }

  async #flush(): Promise<void> {
    const noted = [...this.#polls];
    if (noted.length === 0) return;
    const now = this.#options.clock.elapsed();
    const polls: readonly Poll[] = noted.map(([id, at]) => ({ id, ago: now - at }));
    await this.#options.store.recordPolls(polls);
    this.#pollsKeptAt = now;
    for (const [id, at] of noted) if (this.#polls.get(id) === at) this.#polls.delete(id);
  }
}

/** Built once a change and not once a poll; whatever reached the store, no expression reaches Orca. */
function jsonOf({ status, progress, summary }: StatusReply): string {
  const reply: StatusReply = { status, progress, summary };
  const json = JSON.stringify(reply);
  return holdsExpression(json) ? json.replaceAll('${', '$\u200b{') : json;
}
