import { Migrator, sql, type Kysely } from 'kysely';
import { serviceVersion } from '../contract/service.ts';
import { StoreNewer } from './errors.ts';
import type { Tables } from './tables.ts';
import * as deployments from './migrations/0001-deployments.ts';
import * as approverCalls from './migrations/0002-approver-calls.ts';
import * as endsAndDecisions from './migrations/0003-ends-and-decisions.ts';
import * as keptPlans from './migrations/0004-kept-plans.ts';
import * as adopting from './migrations/0005-adopting.ts';
import * as giveBacks from './migrations/0006-give-backs.ts';
import * as audit from './migrations/0007-audit.ts';
import * as asAdmin from './migrations/0008-as-admin.ts';
import * as whoDecided from './migrations/0009-who-decided.ts';
import * as machineStarts from './migrations/0010-machine-starts.ts';
import * as keepAsAdmin from './migrations/0011-keep-as-admin.ts';

/** In order of name; one that was released is never changed. */
const migrations = {
  '0001-deployments': deployments,
  '0002-approver-calls': approverCalls,
  '0003-ends-and-decisions': endsAndDecisions,
  '0004-kept-plans': keptPlans,
  '0005-adopting': adopting,
  '0006-give-backs': giveBacks,
  '0007-audit': audit,
  '0008-as-admin': asAdmin,
  '0009-who-decided': whoDecided,
  '0010-machine-starts': machineStarts,
  '0011-keep-as-admin': keepAsAdmin,
};

export const migrationNames: readonly string[] = Object.keys(migrations);

/**
 * Brings the tables up to date. The Migrator holds an advisory lock, so replicas that start together run each one once. Throws
 * `StoreNewer` and changes nothing where a later version has been.
 */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const unknown = (await executed(database)).filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0) throw new StoreNewer(unknown, serviceVersion);
  if (error instanceof Error) throw error;
  throw new Error('The migrations failed.', { cause: error });
}

/** By name; none where the database can't be asked, which the failed migration then says. */
async function executed(database: Kysely<Tables>): Promise<readonly string[]> {
  const read = sql<{ readonly name: string }>`select name from kysely_migration order by name`.execute(database);
  return read.then(
    ({ rows }) => rows.map(({ name }) => name),
    () => [],
  );
}
