import { sql, type Kysely } from 'kysely';

/** What a deployment found and was to change, as it stood before its first apply. Apart, since only people read it. */
const statements = [
  `create table kept_plans (
    deployment_id text primary key references deployments,
    plan json not null
  )`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
