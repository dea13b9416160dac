import { sql, type Kysely } from 'kysely';
import type { Poll } from '../ports.ts';
import type { Tables } from './tables.ts';

/** Keeps the latest poll of each deployment; unknown ids are left out. In order of id, so that replicas can't deadlock. */
export async function recordPolls(database: Kysely<Tables>, polls: readonly Poll[]): Promise<void> {
  if (polls.length === 0) return;
  await sql`
    insert into polls (deployment_id, polled_at)
    select d.id, max(p.at) from json_to_recordset(${JSON.stringify(polls)}::json) as p(id text, at timestamptz)
    join deployments d on d.id = p.id
    group by d.id order by d.id
    on conflict (deployment_id) do update set polled_at = excluded.polled_at
    where polls.polled_at < excluded.polled_at`.execute(database);
}

export async function lastPoll(database: Kysely<Tables>, id: string): Promise<Date | undefined> {
  const row = await database.selectFrom('polls').select('polled_at').where('deployment_id', '=', id).executeTakeFirst();
  return row?.polled_at;
}

/** Open deployments this replica leads that nobody has asked about since. */
export async function unpolled(database: Kysely<Tables>, replica: string, before: Date): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('deployments')
    .leftJoin('polls', 'polls.deployment_id', 'deployments.id')
    .select('deployments.id')
    .where('deployments.outcome', 'is', null)
    .where('deployments.lease_owner', '=', replica)
    .where('deployments.lease_until', '>', sql<Date>`now()`)
    .where('deployments.created_at', '<', before)
    .where((where) => where.or([where('polls.polled_at', 'is', null), where('polls.polled_at', '<', before)]))
    .orderBy('deployments.created_at')
    .execute();
  return rows.map(({ id }) => id);
}
