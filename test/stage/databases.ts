import type { Store } from '../../backend-stub/ports.ts';
import { openPgliteStore } from '../../backend-stub/store/pglite.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';

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

  /** What a world opens its store by; every call of `create` is a database of its own. */
  async create(): Promise<(sealingKey: Uint8Array) => Promise<Store>> {
    if (this.#cluster === undefined) return (sealingKey) => openPgliteStore({ sealingKey });
    const connectionString = await this.#cluster.createDatabase();
    return (sealingKey) => openPostgresStore({ connectionString, poolSize: 4, sealingKey });
  }

  async close(): Promise<void> {
    await this.#cluster?.remove();
  }
}
