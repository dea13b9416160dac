import type { AuditLine, AuditSearch } from '../service/audit-lines.ts';
import type { StageService } from '../service/stage-service.ts';

/** More is no file for a spreadsheet any more, and asks the service for too much at once. */
export const exportLimit = 10_000;
/** As many as one answer may hold. */
const pageSize = 500;

export type Collected =
  /** `isCut`: there are older ones that the limit left out. */
  | { readonly kind: 'all'; readonly records: readonly AuditLine[]; readonly isCut: boolean }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'failed'; readonly count: number; readonly sentence: string };

export interface CollectingOptions {
  readonly service: Pick<StageService, 'audit'>;
  readonly search: AuditSearch;
  readonly onProgress: (count: number) => void;
}

/** All that a search finds, page after page. After a failure `run` goes on where it was, and after a cut with what is older. */
export class Collecting {
  readonly #options: CollectingOptions;
  readonly #records: AuditLine[] = [];
  #before: string | undefined;
  #isCanceled = false;

  constructor(options: CollectingOptions) {
    this.#options = options;
  }

  get application(): string {
    return this.#options.search.application;
  }

  cancel(): void {
    this.#isCanceled = true;
  }

  async run(): Promise<Collected> {
    try {
      for (;;) {
        const isLast = await this.#nextPage();
        if (this.#isCanceled) return { kind: 'canceled' };
        const count = this.#records.length;
        if (isLast || count >= exportLimit) return { kind: 'all', records: this.#records.splice(0), isCut: !isLast };
        this.#options.onProgress(count);
      }
    } catch (error) {
      if (this.#isCanceled) return { kind: 'canceled' };
      const sentence = error instanceof Error ? error.message : 'No reason was given.';
      return { kind: 'failed', count: this.#records.length, sentence };
    }
  }

  async #nextPage(): Promise<boolean> {
    const { service, search } = this.#options;
    const before = this.#before;
    const page = await service.audit({ ...search, ...(before === undefined ? {} : { before }), limit: pageSize });
    this.#records.push(...page.records);
    this.#before = page.next;
    return page.next === undefined;
  }
}
