import type { PGlite } from '@electric-sql/pglite';
import type { Store } from '../../backend-stub/ports.ts';
import { startPglite, storeOnPglite } from '../../backend-stub/store/pglite.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { startEmptyPglite } from '../postgres/empty-pglite.ts';

/** An empty database of its own. */
export interface Database {
  /** What a world opens its store by. Without a key it is a service that has none. */
  readonly open: (...sealingKeys: readonly Uint8Array[]) => Promise<Store>;
  /** Past the stores. */
  readonly execute: (statement: string) => Promise<unknown>;
  /** All that is kept, as text. */
  readonly dump: () => Promise<string>;
}

/** Databases for a test file with several worlds: one PostgreSQL where it is installed, else a PGlite for each, which takes seconds. */
export class Databases {
  readonly #cluster: PostgresCluster | undefined;

  private constructor(cluster: PostgresCluster | undefined) {
    this.#cluster = cluster;
  }

  static async start(): Promise<Databases> {
    const programs = requirePrograms();
    return new Databases(programs === undefined ? undefined : await PostgresCluster.start(programs));
  }

  async create(): Promise<Database> {
    const cluster = this.#cluster;
    if (cluster === undefined) return onPglite(await startEmptyPglite());
    return onPostgres(cluster, await cluster.createDatabase());
  }

  /** One that holds what `pg_dump --inserts` wrote of another one. */
  async restore(dump: string): Promise<Database> {
    // What `psql` alone understands, and where names without a schema are looked up: of this connection, which PGlite keeps.
    const statements = `${dump.replaceAll(/^\\.*$/gm, '')}\nreset search_path;`;
    const cluster = this.#cluster;
    if (cluster === undefined) {
      const pglite = await startPglite();
      await pglite.exec(statements);
      return onPglite(pglite);
    }
    const url = await cluster.createDatabase();
    await cluster.execute(url, statements);
    return onPostgres(cluster, url);
  }

  async close(): Promise<void> {
    await this.#cluster?.remove();
  }
}

function onPostgres(cluster: PostgresCluster, connectionString: string): Database {
  return {
    open: (...sealingKeys) => openPostgresStore({ connectionString, poolSize: 4, sealingKeys }),
    execute: (statement) => cluster.execute(connectionString, statement),
    dump: () => Promise.resolve(cluster.dump(connectionString)),
  };
}

function onPglite(pglite: PGlite): Database {
  return {
    open: (...sealingKeys) => storeOnPglite(pglite, { sealingKeys }),
    execute: (statement) => pglite.exec(statement),
    async dump() {
      const { rows } = await pglite.query<{ name: string }>(
        "select table_name as name from information_schema.tables where table_schema = 'public'",
      );
      const tables = await Promise.all(rows.map(({ name }) => pglite.query(`select t::text as line from "${name}" t`)));
      return JSON.stringify(tables.map((table) => table.rows));
    },
  };
}
