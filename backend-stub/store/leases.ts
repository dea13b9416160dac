import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

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
  const { rows } = await sql<{ id: string }>`
    with held as (
      select id from deployments where outcome is null and lease_owner = ${replica} order by id for update
    ), free as (
      select id from deployments
      where outcome is null and lease_owner is distinct from ${replica} and (lease_until is null or lease_until <= now())
      order by created_at limit ${most} for update skip locked
    )
    update deployments
    set lease_owner = ${replica}, lease_until = now() + ${milliseconds} * interval '1 millisecond'
    where id in (select id from held union all select id from free)
    returning id`.execute(database);
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
