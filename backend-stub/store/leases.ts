import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A lease is written again when a third of it is over: a thousand of them are not a thousand writes a second. */
const renewedBelow = 2 / 3;

/**
 * Renews the leases this replica holds (they are locked in order of id, so that a release at the same time can't make
 * a deadlock) and takes free ones, the oldest deployments first, past those that another claim has in hand.
 * By the database's clock: those of the replicas do not matter.
 * @returns the ids of all deployments this replica leads now.
 */
export async function claim(
  database: Kysely<Tables>,
  { replica, milliseconds, most }: { replica: string; milliseconds: number; most: number },
): Promise<readonly string[]> {
  const fresh = sql`now() + ${milliseconds * renewedBelow} * interval '1 millisecond'`;
  const { rows } = await sql<{ id: string }>`
    with due as (
      select id from deployments where outcome is null and lease_owner = ${replica} and lease_until < ${fresh}
      order by id for update
    ), free as (
      select id from deployments
      where outcome is null and lease_owner is distinct from ${replica} and (lease_until is null or lease_until <= now())
      order by created_at limit ${most} for update skip locked
    ), written as (
      update deployments
      set lease_owner = ${replica}, lease_until = now() + ${milliseconds} * interval '1 millisecond'
      where id in (select id from due union all select id from free)
      returning id
    )
    select id from written
    union all
    select id from deployments where outcome is null and lease_owner = ${replica} and lease_until >= ${fresh}`.execute(
    database,
  );
  return rows.map(({ id }) => id);
}

/** Gives all leases of this replica back, so that another goes on at once. */
export async function release(database: Kysely<Tables>, replica: string): Promise<void> {
  await sql`
    with held as (
      select id from deployments where outcome is null and lease_owner = ${replica} order by id for update
    )
    update deployments set lease_owner = null, lease_until = null where id in (select id from held)`.execute(database);
}
