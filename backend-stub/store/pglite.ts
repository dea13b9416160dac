import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import pg from 'pg';
import type { Store } from '../ports.ts';
import type { TenantOf } from './audit.ts';
import { lockDirectory } from './directory-lock.ts';
import { StoreUnavailable } from './errors.ts';
import { LentConnection } from './lent-connection.ts';
import { migrate } from './migrate.ts';
import { SqlStore } from './sql-store.ts';
import type { Tables } from './tables.ts';

export interface PgliteOptions {
  /** Where the data stays; without one it is in memory. */
  readonly directory?: string;
  /** 32 bytes each: the first seals, all open. Without one, deployments that hold Secret data are refused. */
  readonly sealingKeys?: readonly Uint8Array[];
}

/** What PGlite's `dumpDataDir` gave of another one: an empty database takes seconds of the processor to make. */
export type PgliteImage = Blob;

/** Opens a store inside this process, for the playground and tests. Throws `StoreInUse` when another process has it. */
export async function openPgliteStore({ directory, sealingKeys = [] }: PgliteOptions = {}): Promise<Store> {
  if (directory === undefined) return storeOnPglite(await startPglite(), { sealingKeys });
  await mkdir(dirname(directory), { recursive: true });
  const unlock = await lockDirectory(directory);
  try {
    // On a path that is no directory PGlite starts as well, and keeps nothing.
    await mkdir(directory, { recursive: true });
    return await storeOnPglite(await startPglite(directory), { sealingKeys, afterClose: unlock });
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** In a directory, or in memory. Loaded only when asked for: the released service has no PGlite in it. 64 bit integers stay text, as `pg` gives them. */
export async function startPglite(from?: string | PgliteImage): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  const options = { parsers: { [pg.types.builtins.INT8]: (text: string) => text } };
  if (from === undefined) return PGlite.create(options);
  return typeof from === 'string' ? PGlite.create(from, options) : PGlite.create({ ...options, loadDataDir: from });
}

/** What a store asks of one; whoever gives it may do something else than end it at the end. */
export type LentPglite = Pick<PGlite, 'query' | 'close'>;

interface StoreOnPgliteOptions {
  readonly sealingKeys?: readonly Uint8Array[];
  readonly tenantOf?: TenantOf | undefined;
  readonly afterClose?: () => Promise<void>;
}

/** A PGlite has one store: a second one would mix its statements into the transactions of the first. */
export async function storeOnPglite(pglite: LentPglite, options: StoreOnPgliteOptions = {}): Promise<Store> {
  const pool = lendingInTurn(pglite, options.afterClose ?? (() => Promise.resolve()));
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(database);
    const { sealingKeys = [], tenantOf } = options;
    return new SqlStore(database, { sealingKeys, tenantOf, end: () => pool.end() });
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** PGlite has one connection: each borrower waits until the one before gave it back. */
function lendingInTurn(pglite: LentPglite, afterClose: () => Promise<void>): PostgresPool {
  let last = Promise.resolve();
  let ended = false;
  return {
    async connect() {
      if (ended) throw new StoreUnavailable('The store is closed.');
      const before = last;
      const { promise, resolve } = turn();
      last = promise;
      await before;
      return new LentConnection({
        run: async (sql, parameters) => {
          const { rows, affectedRows } = await pglite.query<Record<string, unknown>>(sql, parameters);
          return { rows, changed: affectedRows ?? 0 };
        },
        giveBack: resolve,
      });
    },
    async end() {
      ended = true;
      await last;
      await pglite.close();
      await afterClose();
    },
  };
}

function turn(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}
