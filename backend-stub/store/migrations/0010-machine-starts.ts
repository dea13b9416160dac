import { sql, type Kysely } from 'kysely';

/** A machine starts deployments as well, without a stage: what names them then is its subject and the key that it chose. */
const statements = [
  `alter table deployments
    alter column execution_id drop not null,
    alter column stage_id drop not null,
    alter column attempt drop not null,
    add column machine text,
    add column idempotency_key text,
    add column request_hash text,
    add constraint has_one_origin check (
      num_nonnulls(execution_id, stage_id, attempt) = 3 and num_nonnulls(machine, idempotency_key, request_hash) = 0 or
      num_nonnulls(execution_id, stage_id, attempt) = 0 and num_nonnulls(machine, idempotency_key, request_hash) = 3)`,
  `create unique index deployments_by_key on deployments (tenant, machine, idempotency_key) where machine is not null`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
