import { sql, type Kysely, type Selectable } from 'kysely';
import type { StatusLine } from '../ports.ts';
import type { DeploymentsTable, Tables } from './tables.ts';

const lineColumns = ['id', 'status', 'progress', 'summary', 'outcome', 'changed_at'] as const;

type LineRow = Pick<Selectable<DeploymentsTable>, (typeof lineColumns)[number]>;

/**
 * A change is stamped when it is written and seen when it is committed, so a reader that goes on from the last stamp it
 * saw could miss one for ever. Statements here take milliseconds; this far back is read again.
 */
const overlap = sql`interval '5 seconds'`;

export async function now(database: Kysely<Tables>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error('The database did not tell its time.');
  return row.now;
}

/** Give the latest `changedAt` that was seen: it is of the database's clock. Lines of a few seconds before come again. */
export async function statusSince(database: Kysely<Tables>, moment: Date): Promise<readonly StatusLine[]> {
  const rows = await database
    .selectFrom('deployments')
    .select(lineColumns)
    .where('changed_at', '>=', sql<Date>`${moment}::timestamptz - ${overlap}`)
    .orderBy('changed_at')
    .execute();
  return rows.map(toLine);
}

export async function statusOf(database: Kysely<Tables>, id: string): Promise<StatusLine | undefined> {
  const row = await database.selectFrom('deployments').select(lineColumns).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toLine(row);
}

function toLine({ id, status, progress, summary, outcome, changed_at }: LineRow): StatusLine {
  return { id, status, progress, summary, open: outcome === null, changedAt: changed_at };
}
