import { sql, type Kysely } from 'kysely';

/** A phase of its own: a Deployment that runs is taken over before anything is applied. */
const statements = [
  `alter table deployments drop constraint deployments_phase_check`,
  `alter table deployments add constraint deployments_phase_check check (phase in ('accepted', 'adopting', 'applying',
    'binding', 'progressing', 'waiting', 'stalled', 'blocked', 'aborting', 'ended'))`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
