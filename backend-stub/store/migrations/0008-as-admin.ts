import { sql, type Kysely } from 'kysely';

/** Whether Fiat called the maker of a decision an admin. Nobody knows of those who decided before. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table decisions add column as_admin boolean').execute(database);
}
