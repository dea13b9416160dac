import type { KeyObject } from 'node:crypto';
import { broken, judge, noHash, rowName } from '../audit/chain.ts';
import type { Finding, Link } from '../audit/chain.ts';
import { readSegment, signSegment } from '../audit/segments.ts';
import type { Statement } from '../audit/segments.ts';
import type { AuditHead } from '../audit/ledger.ts';
import type { Services } from './services.ts';

export interface SealerOptions {
  readonly services: Pick<Services, 'store' | 'clock' | 'log'>;
  /** Ed25519, private. */
  readonly signingKey: KeyObject;
  /** A segment is closed at so many rows, */
  readonly segmentRows: number;
  /** or when its first row is so old. */
  readonly segmentHours: number;
}

const milliseconds = { betweenTurns: 60_000, perHour: 3_600_000 };
const rowsAtOnce = 1000;

/**
 * Closes and signs segments of every chain. Rows are judged before they are signed for: a chain that was tampered with is
 * never blessed, and said to be broken in the log. Of several replicas that seal the same segment, one does.
 */
export class Sealer {
  readonly #options: SealerOptions;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> = Promise.resolve();

  constructor(options: SealerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#turning = this.#turning.then(() => this.turn());
    }, milliseconds.betweenTurns).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turning;
  }

  /** Seals all that is due. Never throws: the next turn tries again. */
  async turn(): Promise<void> {
    const { store, log } = this.#options.services;
    try {
      for (const head of await store.audit.heads()) await this.#seal(head);
    } catch (err) {
      log.warn({ err }, 'the audit could not be sealed');
    }
  }

  async #seal(head: AuditHead): Promise<void> {
    const { store, log } = this.#options.services;
    const signed = (await store.audit.segments(head.tenant)).at(-1);
    const read = signed === undefined ? undefined : readSegment(signed, undefined);
    if (read?.kind === 'broken') return log.error({ finding: read.sentence }, 'the audit is broken');
    let before = read?.statement;
    for (let goesOn = true; goesOn;) {
      const last = await this.#due(head, before);
      if (last === undefined) return;
      const statement = await this.#state(head.tenant, before, last);
      if ('kind' in statement) return log.error({ finding: statement.sentence }, 'the audit is broken');
      goesOn = await store.audit.seal(statement, signSegment(statement, this.#options.signingKey));
      before = statement;
    }
  }

  /** The last row of the segment that is to be closed now. */
  async #due({ tenant, sequence }: AuditHead, before: Statement | undefined): Promise<number | undefined> {
    const { segmentRows, segmentHours, services } = this.#options;
    const sealed = before?.last ?? 0;
    if (sequence <= sealed) return undefined;
    if (sequence - sealed >= segmentRows) return sealed + segmentRows;
    const [first] = await services.store.audit.rows({ tenant, after: sealed, most: 1 });
    const age = services.clock.now().getTime() - Date.parse(first?.columns?.at ?? '');
    return age >= segmentHours * milliseconds.perHour ? sequence : undefined;
  }

  async #state(tenant: string, before: Statement | undefined, last: number): Promise<Statement | Finding> {
    const { segment, last: sealed, hash: previous } = before ?? { segment: 0, last: 0, hash: noHash };
    const end = await this.#judged(tenant, { sequence: sealed, hash: previous }, last);
    if ('kind' in end) return end;
    const sealedAt = this.#options.services.clock.now().toISOString();
    return { tenant, segment: segment + 1, first: sealed + 1, last, previous, hash: end.hash, sealedAt };
  }

  /** The link at `last`, when all rows from `begin` on follow on each other. */
  async #judged(tenant: string, begin: Link, last: number): Promise<Link | Finding> {
    const { store } = this.#options.services;
    let link = begin;
    while (link.sequence < last) {
      const most = Math.min(rowsAtOnce, last - link.sequence);
      const rows = await store.audit.rows({ tenant, after: link.sequence, most });
      for (const row of rows) {
        const judged = judge(row, link);
        if (judged.kind === 'broken') return judged;
        link = judged.link;
      }
      if (rows.length === 0) return broken(`${rowName(tenant, link.sequence + 1)} is missing`);
    }
    return link;
  }
}
