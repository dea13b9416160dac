import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Store } from '../../backend-stub/ports.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { openEmptyPgliteStore } from './empty-pglite.ts';
import type { EmptyStoreOptions } from './empty-pglite.ts';
import { requirePrograms } from './programs.ts';
import { sharedPostgres } from './shared.ts';

/**
 * A store of its own with nothing in it: on PostgreSQL where it is installed, else on PGlite, which takes seconds of the
 * processor in each test file.
 */
export async function openEmptyStore(options: EmptyStoreOptions = {}): Promise<Store> {
  server ??= findServer();
  const found = await server;
  return found === undefined ? openEmptyPgliteStore(options) : openOn(found, options);
}

/** The same, as an installation opens it. */
export function openSealedStore(sealingKey: Uint8Array): Promise<Store> {
  return openEmptyStore({ sealingKeys: [sealingKey] });
}

type UrlOf = (database: string) => string;

let server: Promise<UrlOf | undefined> | undefined;

async function findServer(): Promise<UrlOf | undefined> {
  const programs = requirePrograms();
  if (programs === undefined) return undefined;
  const port = await sharedPostgres(programs);
  const urlOf: UrlOf = (database) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  await prepare(urlOf);
  return urlOf;
}

/** The tables of today, made once a process. */
async function prepare(urlOf: UrlOf): Promise<void> {
  const known = await execute(urlOf, "select 1 from pg_database where datname = 'empty'");
  if (known > 0) return;
  await execute(urlOf, 'create database unfinished');
  const store = await openPostgresStore({ connectionString: urlOf('unfinished') });
  await store.close();
  await execute(urlOf, 'alter database unfinished rename to empty');
}

async function openOn(urlOf: UrlOf, options: EmptyStoreOptions): Promise<Store> {
  const name = `store_${randomBytes(6).toString('hex')}`;
  await execute(urlOf, `create database ${name} template empty`);
  const store = await openPostgresStore({ ...options, connectionString: urlOf(name), poolSize: 4 });
  const end = store.close.bind(store);
  store.close = async () => {
    await end();
    await execute(urlOf, `drop database if exists ${name} with (force)`);
  };
  return store;
}

async function execute(urlOf: UrlOf, statement: string): Promise<number> {
  const client = new pg.Client(urlOf('postgres'));
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
