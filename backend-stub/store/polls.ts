import { sql, type Kysely } from 'kysely';
import type { Poll } from '../ports.ts';
import type { Tables } from './tables.ts';

/**
 * Keeps the latest poll of each deployment; unknown ids are left out. In order of id, so that replicas can't deadlock.
 * By the database's clock, since the replica that is asked is not the one that notices silence.
 */
export async function recordPolls(database: Kysely<Tables>, polls: readonly Poll[]): Promise<void> {
  if (polls.length === 0) return;
  await sql`
    insert into polls (deployment_id, polled_at)
    select d.id, clock_timestamp() - min(p.ago) * interval '1 millisecond'
    from json_to_recordset(${JSON.stringify(polls)}::json) as p(id text, ago double precision)
    join deployments d on d.id = p.id
    group by d.id order by d.id
    on conflict (deployment_id) do update set polled_at = excluded.polled_at
    where polls.polled_at < excluded.polled_at`.execute(database);
}

/** In milliseconds, by the database's clock. */
export async function sinceLastPoll(database: Kysely<Tables>, id: string): Promise<number | undefined> {
  const ago = sql<number>`(extract(epoch from clock_timestamp() - polled_at) * 1000)::double precision`.as('ago');
  const row = await database.selectFrom('polls').select(ago).where('deployment_id', '=', id).executeTakeFirst();
  return row?.ago;
}

/** Open deployments this replica leads that nobody has asked about for so long. */
export async function unpolled(
  database: Kysely<Tables>,
  replica: string,
  milliseconds: number,
): Promise<readonly string[]> {
  const before = sql<Date>`now() - ${milliseconds} * interval '1 millisecond'`;
  const rows = await database
    .selectFrom('deployments')
    .leftJoin('polls', 'polls.deployment_id', 'deployments.id')
    .select('deployments.id')
    .where('deployments.outcome', 'is', null)
    // Nobody polls for a machine's.
    .where('deployments.machine', 'is', null)
    .where('deployments.lease_owner', '=', replica)
    .where('deployments.lease_until', '>', sql<Date>`now()`)
    .where(sql<Date>`coalesce(polls.polled_at, deployments.created_at)`, '<', before)
    .orderBy('deployments.created_at')
    .execute();
  return rows.map(({ id }) => id);
}
