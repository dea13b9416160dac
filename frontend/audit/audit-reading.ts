import type { AuditLine, AuditLines, AuditSearch } from '../service/audit-lines.ts';
import type { StageService } from '../service/stage-service.ts';

/** What is known of the audit now. */
export interface AuditSight {
  /** Newest first; undefined before the first answer. */
  readonly lines?: AuditLines;
  /** What is being asked for. */
  readonly asking?: 'newest' | 'older';
  /** Of the last call, and what it was for. */
  readonly failure?: { readonly of: 'newest' | 'older'; readonly error: Error };
}

export interface AuditReadingOptions {
  readonly service: Pick<StageService, 'audit'>;
  readonly search: AuditSearch;
  readonly onSight: (sight: AuditSight) => void;
}

/**
 * Reads what one search finds, page by page, one call at a time. Another search is another reading: one that was stopped says
 * nothing any more, so that no late answer takes the place of a newer one. (Deck's client can't take a call back.)
 */
export class AuditReading {
  readonly #options: AuditReadingOptions;
  #sight: AuditSight = {};
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: AuditReadingOptions) {
    this.#options = options;
  }

  /** Asks for the newest records; older ones that were loaded stay. */
  lookAgain(): Promise<void> {
    return this.#afterTheOthers('newest', async () => mergeNewest(await this.#ask(), this.#sight.lines));
  }

  /** Adds the page before the oldest record. */
  loadOlder(): Promise<void> {
    return this.#afterTheOthers('older', async () => {
      const { records = [], next } = this.#sight.lines ?? {};
      if (next === undefined) return { records };
      const older = await this.#ask(next);
      return { ...older, records: [...records, ...older.records] };
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  #ask(before?: string): Promise<AuditLines> {
    const { service, search } = this.#options;
    return service.audit(before === undefined ? search : { ...search, before });
  }

  #afterTheOthers(of: 'newest' | 'older', ask: () => Promise<AuditLines>): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#stopped) return;
      this.#tell({ ...this.#sight, asking: of });
      const { asking: _answered, failure: _earlier, ...known } = this.#sight;
      try {
        this.#tell({ lines: await ask() });
      } catch (cause) {
        const error = cause instanceof Error ? cause : new Error('It failed, and no reason was given.', { cause });
        this.#tell({ ...known, failure: { of, error } });
      }
    });
    return this.#turn;
  }

  #tell(sight: AuditSight): void {
    this.#sight = sight;
    if (!this.#stopped) this.#options.onSight(sight);
  }
}

/** The newest page before what was there. Where so much is new that the two don't meet, only the page is left. */
function mergeNewest(newest: AuditLines, before: AuditLines | undefined): AuditLines {
  const oldest = newest.records[newest.records.length - 1];
  if (oldest === undefined || newest.next === undefined || before === undefined) return newest;
  const meets = before.records.some(({ sequence }) => sequence === oldest.sequence);
  if (!meets) return newest;
  const older: readonly AuditLine[] = before.records.filter(({ sequence }) => sequence < oldest.sequence);
  const { next } = older.length === 0 ? newest : before;
  return { records: [...newest.records, ...older], ...(next === undefined ? {} : { next }) };
}
