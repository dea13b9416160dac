import { refusalEntry } from '../audit/entries.ts';
import type { RefusedCall } from '../audit/entries.ts';
import { foldedFor, Repeats } from '../audit/repeats.ts';
import type { AuditActor, AuditEntry } from '../contract/audit.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { Services } from './services.ts';

/** How often it is looked for repeats whose minute is over, in milliseconds. */
const lookedAfter = foldedFor / 12;

/**
 * Writes refusals of callers who are known down: the first at once, its repeats within a minute as one record at its end.
 * A refusal that can't be written down is still one, and is counted.
 */
export class Refusals {
  readonly #services: Pick<Services, 'store' | 'clock' | 'log' | 'measures'>;
  readonly #repeats = new Repeats();
  #timer: NodeJS.Timeout | undefined;

  constructor(services: Pick<Services, 'store' | 'clock' | 'log' | 'measures'>) {
    this.#services = services;
  }

  /** Never throws. `by` is asked for only where a record is written. */
  async note(refusal: Refusal, call: RefusedCall, by: () => AuditActor | Promise<AuditActor>): Promise<void> {
    if (refusal.reason === 'not-authenticated') return;
    const entry = refusalEntry(refusal, await by(), call);
    if (this.#repeats.isFirst(entry, this.#services.clock.elapsed())) await this.#write(entry);
    this.#timer ??= setInterval(() => void this.writeRepeats(), lookedAfter).unref();
  }

  /** Of the refusals whose minute is over. Done by itself as well, a few seconds after that. */
  async writeRepeats(): Promise<void> {
    await this.#writeAll(this.#repeats.take(this.#services.clock.elapsed()));
  }

  /** Writes what is left of repeats. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writeAll(this.#repeats.take());
  }

  async #writeAll(entries: readonly AuditEntry[]): Promise<void> {
    for (const entry of entries) await this.#write(entry);
  }

  async #write(entry: AuditEntry): Promise<void> {
    const { store, log, measures } = this.#services;
    try {
      await store.audit.write(entry);
    } catch (err) {
      measures.unwritten();
      log.error({ err, action: entry.action, by: entry.actor.name }, 'a refusal could not be written down');
    }
  }
}
