import type { PGlite } from '@electric-sql/pglite';
import type { Store } from '../../backend-stub/ports.ts';
import { storeOnPglite } from '../../backend-stub/store/pglite.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { startEmptyPglite } from '../postgres/empty-pglite.ts';

/** An empty database of its own. */
export interface Database {
  /** What a world opens its store by. */
  readonly open: (sealingKey: Uint8Array) => Promise<Store>;
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
    const connectionString = await cluster.createDatabase();
    return {
      open: (sealingKey) => openPostgresStore({ connectionString, poolSize: 4, sealingKeys: [sealingKey] }),
      dump: () => Promise.resolve(cluster.dump(connectionString)),
    };
  }

  async close(): Promise<void> {
    await this.#cluster?.remove();
  }
}

function onPglite(pglite: PGlite): Database {
  return {
    open: (sealingKey) => storeOnPglite(pglite, { sealingKeys: [sealingKey] }),
    async dump() {
      const { rows } = await pglite.query<{ name: string }>(
        "select table_name as name from information_schema.tables where table_schema = 'public'",
      );
      const tables = await Promise.all(rows.map(({ name }) => pglite.query(`select t::text as line from "${name}" t`)));
      return JSON.stringify(tables.map((table) => table.rows));
    },
  };
}
