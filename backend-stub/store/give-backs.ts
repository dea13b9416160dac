import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import { giveBackEntry } from '../audit/entries.ts';
import type { AuditActor } from '../contract/audit.ts';
import type { GiveBackRecord } from '../deployment/record.ts';
import type { GiveBackEnd, Workload } from '../ports.ts';
import { due } from './audit.ts';
import { LeaseLost } from './errors.ts';
import { storable } from './rows.ts';
import type { GiveBacksTable, Tables } from './tables.ts';
import { takeLocks } from './workload-locks.ts';
import type { TakenLock } from './workload-locks.ts';

const columns = ['id', 'deployment_id', 'made_by', 'as_admin', 'made_at', 'state', 'sentence'] as const;

/** Rolls back what was begun, and carries out what stands in the way. */
class NotAsked extends Error {
  override readonly name = 'NotAsked' as const;
  constructor(readonly lock: TakenLock) {
    super('Rolled back on purpose.');
  }
}

/** The workloads of an ended deployment are held as those of an open one are, until the give-back is settled. */
export async function askGiveBack(
  database: Kysely<Tables>,
  giveBack: GiveBackRecord,
  { workloads, by }: { readonly workloads: readonly Workload[]; readonly by?: AuditActor | undefined },
): Promise<GiveBackRecord | TakenLock> {
  try {
    return await database.transaction().execute(async (transaction) => {
      if (!(await insert(transaction, giveBack))) return underWay(transaction, giveBack);
      const taken = await takeLocks(transaction, giveBack.deploymentId, workloads);
      if (taken !== undefined) throw new NotAsked(taken);
      await transaction
        .insertInto('audit_due')
        .values(due(giveBackEntry(giveBack, by)))
        .execute();
      return giveBack;
    });
  } catch (error) {
    if (error instanceof NotAsked) return error.lock;
    throw error;
  }
}

/** Written out, as the index has it: of a parameter a plan for all values does not know that it means this index. */
const openState = sql<boolean>`state = 'accepted'`;

/** False: one is under way already. */
async function insert(transaction: Transaction<Tables>, giveBack: GiveBackRecord): Promise<boolean> {
  const { id, deploymentId, by, asAdmin, at, state, sentence } = giveBack;
  const inserted = await transaction
    .insertInto('give_backs')
    .values({
      id,
      deployment_id: deploymentId,
      made_by: storable(by),
      as_admin: asAdmin ?? null,
      made_at: at,
      state,
      sentence,
    })
    .onConflict((conflict) => conflict.column('deployment_id').where(openState).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Of two who ask at once, both get the answer of the first; it may be settled by now. */
async function underWay(transaction: Transaction<Tables>, asked: GiveBackRecord): Promise<GiveBackRecord> {
  return (await giveBacksOf(transaction, asked.deploymentId)).at(-1) ?? asked;
}

/** In the order in which they came. */
export async function giveBacksOf(database: Kysely<Tables>, deploymentId: string): Promise<readonly GiveBackRecord[]> {
  const rows = await database
    .selectFrom('give_backs')
    .select(columns)
    .where('deployment_id', '=', deploymentId)
    .orderBy('ordinal')
    .execute();
  return rows.map(toGiveBack);
}

/** Renews those that this replica carries out, and takes those that nobody does. By the database's clock. */
export async function claimGiveBacks(
  database: Kysely<Tables>,
  { replica, milliseconds }: { readonly replica: string; readonly milliseconds: number },
): Promise<readonly GiveBackRecord[]> {
  const { rows } = await sql<Selectable<Pick<GiveBacksTable, (typeof columns)[number]>>>`
    update give_backs
    set lease_owner = ${replica}, lease_until = now() + ${milliseconds} * interval '1 millisecond'
    where id in (
      select id from give_backs
      where state = 'accepted' and (lease_owner is null or lease_owner = ${replica} or lease_until <= now())
      order by id for update skip locked
    )
    returning ${sql.join(columns.map((column) => sql.ref(column)))}`.execute(database);
  return rows.map(toGiveBack);
}

export async function releaseGiveBacks(database: Kysely<Tables>, replica: string): Promise<void> {
  await database
    .updateTable('give_backs')
    .set({ lease_owner: null, lease_until: null })
    .where('lease_owner', '=', replica)
    .execute();
}

export async function tellGiveBack(
  database: Kysely<Tables>,
  { replica, id, sentence }: { readonly replica: string; readonly id: string; readonly sentence: string },
): Promise<void> {
  await database
    .updateTable('give_backs')
    .set({ sentence: storable(sentence) })
    .where('id', '=', id)
    .where('lease_owner', '=', replica)
    .execute();
}

/** The database lets the workloads go with it. */
export async function settleGiveBack(
  database: Kysely<Tables>,
  { replica, id, state, sentence }: GiveBackEnd & { readonly replica: string; readonly id: string },
): Promise<void> {
  const settled = await database
    .updateTable('give_backs')
    .set({ state, sentence: storable(sentence), lease_owner: null, lease_until: null })
    .where('id', '=', id)
    .where('lease_owner', '=', replica)
    .returning('id')
    .executeTakeFirst();
  if (settled === undefined) throw new LeaseLost(replica, id);
}

function toGiveBack(row: Selectable<Pick<GiveBacksTable, (typeof columns)[number]>>): GiveBackRecord {
  const { id, deployment_id, made_by, as_admin, made_at, state, sentence } = row;
  const asAdmin = as_admin === true ? ({ asAdmin: true } as const) : {};
  return { id, deploymentId: deployment_id, by: made_by, ...asAdmin, at: made_at, state, sentence };
}
