import { sql, type Kysely } from 'kysely';

/**
 * Nonces for decisions that are laid on the stage in Orca: each is given for one, and is good once. And whether Fiat called
 * whoever asked to give back an admin; nobody knows of those who asked before.
 */
const statements = [
  `create table nonces (
    nonce text primary key,
    deployment_id text not null references deployments,
    action text not null,
    made_by text not null,
    stamp json,
    expires_at timestamptz not null,
    burnt_at timestamptz
  )`,
  `create index nonces_by_end on nonces (expires_at)`,
  `alter table give_backs add column as_admin boolean`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
