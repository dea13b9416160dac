import type { Store } from '../../../backend-stub/ports.ts';
import { storeOnPglite } from '../../../backend-stub/store/pglite.ts';
import { openPostgresStore } from '../../../backend-stub/store/postgres.ts';
import pg from 'pg';
import { PostgresCluster } from '../../postgres/cluster.ts';
import { requirePrograms } from '../../postgres/programs.ts';
import { startEmptyPglite } from '../../postgres/empty-pglite.ts';
import { emptying } from '../../postgres/emptying.ts';

export const sealingKey = new Uint8Array(32).fill(7);

export type Row = Readonly<Record<string, unknown>>;

/** A database with tables and nothing in them, seen by two replicas. */
export interface TestDatabase {
  readonly replicas: readonly [Store, Store];
  /** Raw SQL, past the store. */
  query(statement: string): Promise<readonly Row[]>;
  /** All that is kept, as text. */
  dump(): Promise<string>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** PGlite always, PostgreSQL where it is installed. */
export const databases: readonly (readonly [string, () => Promise<TestDatabase>])[] = availableDatabases();

function availableDatabases(): readonly (readonly [string, () => Promise<TestDatabase>])[] {
  const programs = requirePrograms();
  const pglite = ['PGlite', openPglite] as const;
  return programs === undefined ? [pglite] : [pglite, ['PostgreSQL', () => openPostgres(programs)] as const];
}

const tables = [
  'deployments',
  'attempts',
  'workload_locks',
  'decisions',
  'polls',
  'approver_calls',
  'kept_plans',
  'give_backs',
  'nonces',
  'audit_records',
  'audit_segments',
];

async function openPglite(): Promise<TestDatabase> {
  const pglite = await startEmptyPglite();
  const store = await storeOnPglite(pglite, { sealingKeys: [sealingKey] });
  const query = async (statement: string): Promise<readonly Row[]> => (await pglite.query<Row>(statement)).rows;
  return {
    replicas: [store, store],
    query,
    dump: async () => {
      const contents = await Promise.all(tables.map((table) => query(`select t::text as line from ${table} t`)));
      return JSON.stringify(contents);
    },
    empty: async () => {
      await pglite.exec(emptying);
    },
    close: () => store.close(),
  };
}

/** A prepared statement may get a plan for all values whenever the server finds it cheaper: here each has one from its first time on. */
const planningForAllValues = `do $$ begin
  execute format('alter database %I set plan_cache_mode = force_generic_plan', current_database());
end $$`;

async function openPostgres(programs: string): Promise<TestDatabase> {
  const cluster = await PostgresCluster.start(programs);
  const connectionString = await cluster.createDatabase();
  await cluster.execute(connectionString, planningForAllValues);
  const options = { connectionString, poolSize: 12, sealingKeys: [sealingKey] };
  const replicas = await Promise.all([openPostgresStore(options), openPostgresStore(options)]);
  const client = new pg.Client(connectionString);
  await client.connect();
  return {
    replicas,
    query: async (statement) => (await client.query<Row>(statement)).rows,
    dump: async () => cluster.dump(connectionString),
    empty: async () => {
      await client.query(emptying);
    },
    close: async () => {
      await Promise.all([...replicas.map((store) => store.close()), client.end()]);
      await cluster.remove();
    },
  };
}
