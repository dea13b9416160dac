import { sql, type Insertable, type InsertObject, type Kysely, type QueryCreator } from 'kysely';
import { actor, adoptEntry, startEntry } from '../audit/entries.ts';
import type { AuditActor } from '../contract/audit.ts';
import type { StageAttempt } from '../contract/orca.ts';
import type { Beginning } from '../deployment/lease.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import type { CreateResult, MachineStart, SavedBeside, Workload } from '../ports.ts';
import { due, notingOf } from './audit.ts';
import type { TenantOf } from './audit.ts';
import { settlingOf } from './decisions.ts';
import { AttemptTaken, DeploymentNotOpen, hasState, LeaseLost } from './errors.ts';
import { keepingOf } from './kept-plans.ts';
import { heldBy, heldUntil } from './leases.ts';
import { attemptOwner, isSameStart, keyOwner, takeAttempt, takeOrigin } from './origins.ts';
import { changingColumns, endedAt, recordColumns, toRecord, toRow } from './rows.ts';
import { leftSealed } from './sealing.ts';
import type { Opening, Sealing } from './sealing.ts';
import type { AuditDueTable, Tables } from './tables.ts';
import { lockRows, takeLocks } from './workload-locks.ts';

/** Rolls a transaction back and carries the answer out of it. */
class NotCreated extends Error {
  override readonly name = 'NotCreated' as const;
  constructor(readonly result: CreateResult) {
    super('Rolled back on purpose.');
  }
}

/** Deployments, their attempts and their locks. */
export class Deployments {
  readonly #database: Kysely<Tables>;
  readonly #sealing: Sealing;
  readonly #tenantOf: TenantOf;

  constructor(database: Kysely<Tables>, kept: { readonly sealing: Sealing; readonly tenantOf: TenantOf }) {
    this.#database = database;
    this.#sealing = kept.sealing;
    this.#tenantOf = kept.tenantOf;
  }

  /** One statement when nothing stands in the way, else a transaction that finds out what does. */
  async create(
    record: DeploymentRecord,
    workloads: readonly Workload[],
    { by, lease }: Beginning,
  ): Promise<CreateResult> {
    const row = {
      ...toRow(record, this.#sealing),
      ...(lease === undefined ? {} : heldBy(lease)),
      tenant: this.#tenantOf(record.account),
    };
    const { origin } = record;
    const through = origin.kind === 'stage' ? 'orca' : 'machine';
    const written = due(startEntry(record, by ?? actor(record.requester, through)));
    const [first, ...more] = workloads;
    if (first === undefined || origin.kind === 'machine')
      return this.#createInTurn(record, { row, workloads, written });
    try {
      await insertAll(this.#database, { row, workloads: [first, ...more], written }, origin.stage);
      return { kind: 'created' };
    } catch (error) {
      if (!hasState(error, uniqueViolation)) throw error;
      return this.#createInTurn(record, { row, workloads, written });
    }
  }

  async #createInTurn(record: DeploymentRecord, { row, workloads, written }: Inserted): Promise<CreateResult> {
    try {
      return await this.#database.transaction().execute(async (transaction) => {
        const { id, origin } = record;
        const owner = await takeOrigin(transaction, { id, tenant: row.tenant, origin });
        if (owner !== id) throw new NotCreated({ kind: 'exists', id: owner });
        const taken = await takeLocks(transaction, record.id, workloads);
        if (taken !== undefined) {
          const by = await this.#readWith(transaction, taken.by);
          if (by !== undefined && isSameStart(by.origin, origin)) throw new NotCreated({ kind: 'exists', id: by.id });
          if (by !== undefined) throw new NotCreated({ kind: 'locked', workload: taken.workload, by });
        }
        const created = await transaction
          .insertInto('deployments')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        // A machine's own repeat, that held no workload to be noticed by.
        if (created === undefined)
          throw new NotCreated({
            kind: 'exists',
            id: await takeOrigin(transaction, { id, tenant: row.tenant, origin }),
          });
        await transaction.insertInto('audit_due').values(written).execute();
        return { kind: 'created' };
      });
    } catch (error) {
      if (error instanceof NotCreated) return error.result;
      throw error;
    }
  }

  read(id: string): Promise<DeploymentRecord | undefined> {
    return this.#readWith(this.#database, id);
  }

  readSealed(id: string): Promise<DeploymentRecord | undefined> {
    return this.#readWith(this.#database, id, leftSealed);
  }

  async findByAttempt(stage: StageAttempt): Promise<string | undefined> {
    return attemptOwner(this.#database, stage);
  }

  async findByKey(start: MachineStart): Promise<string | undefined> {
    return keyOwner(this.#database, start);
  }

  async findOpen(executionId: string, stageId: string): Promise<DeploymentRecord | undefined> {
    const row = await this.#database
      .selectFrom('deployments')
      .select(recordColumns)
      .where('execution_id', '=', executionId)
      .where('stage_id', '=', stageId)
      .where('outcome', 'is', null)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : toRecord(row, this.#sealing);
  }

  async byApplication(
    application: string,
    most: number,
    accounts?: readonly string[],
  ): Promise<readonly DeploymentRecord[]> {
    if (accounts?.length === 0) return [];
    const ofApplication = this.#database
      .selectFrom('deployments')
      .select(recordColumns)
      .where(sql`lower(application)`, '=', application.toLowerCase());
    const wanted = accounts === undefined ? ofApplication : ofApplication.where('account', 'in', accounts);
    const rows = await wanted.orderBy('created_at', 'desc').limit(most).execute();
    return rows.map((row) => toRecord(row, leftSealed));
  }

  async adopt(id: string, stage: StageAttempt, by?: AuditActor): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const owner = await takeAttempt(transaction, stage, id);
      if (owner !== id) throw new AttemptTaken(stage);
      const adopted = await transaction
        .updateTable('deployments')
        .set({ attempt: stage.attempt })
        .where('id', '=', id)
        .where('execution_id', '=', stage.executionId)
        .where('stage_id', '=', stage.stageId)
        .where('outcome', 'is', null)
        .returning('requester')
        .executeTakeFirst();
      if (adopted === undefined) throw new DeploymentNotOpen(id);
      const written = due(adoptEntry(id, stage, by ?? actor(adopted.requester, 'orca')));
      await transaction.insertInto('audit_due').values(written).execute();
    });
  }

  /** One statement: what an end lets go, the database lets go with it. */
  async save(
    replica: string,
    record: DeploymentRecord,
    { settled = [], noted = [], plan }: SavedBeside,
  ): Promise<void> {
    const saving = (database: QueryCreator<Tables>) => writeHeld(database, replica, record);
    const saved =
      settled.length + noted.length === 0 && plan === undefined
        ? await saving(this.#database).executeTakeFirst()
        : await this.#database
            .with('saved', saving)
            .with('settled(id)', () => settlingOf(settled))
            .with('written(id)', () => notingOf(noted))
            .with('kept(id)', () => keepingOf(plan))
            .selectFrom('saved')
            .select('id')
            .executeTakeFirst();
    if (saved === undefined) throw new LeaseLost(replica, record.id);
  }

  async end(record: DeploymentRecord): Promise<void> {
    if (record.outcome === undefined) throw new TypeError(`Deployment ${record.id} can't end without an outcome.`);
    await write(this.#database, record).execute();
  }

  async #readWith(
    database: Kysely<Tables>,
    id: string,
    sealing: Opening = this.#sealing,
  ): Promise<DeploymentRecord | undefined> {
    const row = await database.selectFrom('deployments').select(recordColumns).where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toRecord(row, sealing);
  }
}

interface Inserted<Workloads = readonly Workload[]> {
  readonly row: InsertObject<Tables, 'deployments'> & { readonly id: string; readonly tenant: string };
  readonly workloads: Workloads;
  readonly written: Insertable<AuditDueTable>;
}

/** PostgreSQL manual, appendix A. */
const uniqueViolation = '23505';

/** What is written last in it is done first: the locks of this room are taken in one order. */
async function insertAll(
  database: Kysely<Tables>,
  { row, workloads, written }: Inserted<readonly [Workload, ...Workload[]]>,
  { executionId, stageId, attempt }: StageAttempt,
): Promise<void> {
  const { id } = row;
  const locks = lockRows(id, workloads);
  await database
    .with('written', (each) => each.insertInto('audit_due').values(written))
    .with('locks', (each) => each.insertInto('workload_locks').values(locks))
    .with('attempt', (each) =>
      each.insertInto('attempts').values({ execution_id: executionId, stage_id: stageId, attempt, deployment_id: id }),
    )
    .insertInto('deployments')
    .values(row)
    .execute();
}

function writeHeld(database: QueryCreator<Tables>, replica: string, record: DeploymentRecord) {
  return write(database, record)
    .$if(record.outcome === undefined, (update) => update.set({ lease_until: heldUntil }))
    .where('lease_owner', '=', replica)
    .where('lease_until', '>', sql<Date>`now()`)
    .returning('id');
}

/** An ended deployment is never written again, and one that ends gives up its lease. */
function write(database: QueryCreator<Tables>, record: DeploymentRecord) {
  const columns = changingColumns(record);
  const { status, progress, summary, outcome } = columns;
  const line = sql`(${status}::text, ${progress}::text, ${summary}::text, ${outcome}::text)`;
  const changedAt = sql<Date>`case when (status, progress, summary, outcome) is distinct from ${line}
    then clock_timestamp() else changed_at end`;
  return database
    .updateTable('deployments')
    .set({ ...columns, ended_at: endedAt(record), changed_at: changedAt })
    .$if(outcome !== null, (update) => update.set({ lease_owner: null, lease_until: null }))
    .where('id', '=', record.id)
    .where('outcome', 'is', null);
}
