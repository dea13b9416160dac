import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Lease, WantedLeases } from '../deployment/lease.ts';
import { LeaseLost } from './errors.ts';
import type { Tables } from './tables.ts';

/** A lease is written again when a third of it is over: a thousand of them are not a thousand writes a second. */
const renewedBelow = 2 / 3;

export interface Claim extends WantedLeases, Lease {}

interface HeldColumns {
  readonly lease_owner: string;
  readonly lease_until: RawBuilder<Date>;
}

/** A lease that begins now, as columns. */
export function heldBy({ replica, milliseconds }: Lease): HeldColumns {
  return { lease_owner: replica, lease_until: sql<Date>`now() + ${milliseconds} * interval '1 millisecond'` };
}

/**
 * Renews the leases this replica holds (they are locked in order of id, so that a release at the same time can't make
 * a deadlock) and takes free ones, the oldest deployments first, past those that another claim has in hand.
 * By the database's clock: those of the replicas do not matter.
 * @returns the ids of all deployments this replica leads now.
 */
export async function claim(
  database: Kysely<Tables>,
  { replica, milliseconds, most, except }: Claim,
): Promise<readonly string[]> {
  const fresh = sql`now() + ${milliseconds * renewedBelow} * interval '1 millisecond'`;
  if (except.length > 0) await letGo(database, replica, except);
  const left = JSON.stringify(except);
  const { rows } = await sql<{ id: string }>`
    with due as (
      select id from deployments where outcome is null and lease_owner = ${replica} and lease_until < ${fresh}
      order by id for update
    ), free as (
      select id from deployments
      where outcome is null and lease_owner is distinct from ${replica} and (lease_until is null or lease_until <= now())
        and id not in (select json_array_elements_text(${left}::json))
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

/**
 * Time for one call to a busy cluster. A store that was away comes back when leases are about to end: who is let on by it then must not
 * meet, at the cluster, whoever takes the lease a moment later.
 */
const heldSeconds = 3;

/** The end of a lease that its holder has just been found to hold. */
export const heldUntil = sql<Date>`greatest(lease_until, now() + ${heldSeconds} * interval '1 second')`;

/** Throws `LeaseLost`. */
export async function hold(database: Kysely<Tables>, replica: string, id: string): Promise<void> {
  const held = await database
    .updateTable('deployments')
    .set({ lease_until: heldUntil })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .where('lease_owner', '=', replica)
    .where('lease_until', '>', sql<Date>`now()`)
    .returning('id')
    .executeTakeFirst();
  if (held === undefined) throw new LeaseLost(replica, id);
}

/** In order of id, as all leases are locked. */
async function letGo(database: Kysely<Tables>, replica: string, ids: readonly string[]): Promise<void> {
  await sql`
    with held as (
      select id from deployments where outcome is null and lease_owner = ${replica}
        and id in (select json_array_elements_text(${JSON.stringify(ids)}::json)) order by id for update
    )
    update deployments set lease_owner = null, lease_until = null where id in (select id from held)`.execute(database);
}

/** Gives all leases of this replica back, so that another goes on at once. */
export async function release(database: Kysely<Tables>, replica: string): Promise<void> {
  await sql`
    with held as (
      select id from deployments where outcome is null and lease_owner = ${replica} order by id for update
    )
    update deployments set lease_owner = null, lease_until = null where id in (select id from held)`.execute(database);
}
