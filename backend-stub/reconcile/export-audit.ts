import { recordLine } from '../audit/archive.ts';
import type { AuditStretch } from '../audit/ledger.ts';
import type { Services } from './services.ts';

const rowsAtOnce = 1000;

/**
 * The chain of a tenant as lines of NDJSON, each an `AuditRecord` with its line end, in order. Whoever asks again goes on
 * with `after`, the sequence of the last record he has. One page of it is in memory.
 */
export async function* exportAudit(
  { store }: Pick<Services, 'store'>,
  { after, ...stretch }: Omit<AuditStretch, 'most'>,
): AsyncGenerator<string> {
  for (let last: number | undefined = after; last !== undefined;) {
    const rows = await store.audit.rows({ ...stretch, after: last, most: rowsAtOnce });
    for (const row of rows) yield `${recordLine(row)}\n`;
    last = rows.length < rowsAtOnce ? undefined : rows.at(-1)?.sequence;
  }
}
