import type { PGlite } from '@electric-sql/pglite';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../backend-stub/ports.ts';
import type { TenantOf } from '../../backend-stub/store/audit.ts';
import { startPglite, storeOnPglite } from '../../backend-stub/store/pglite.ts';
import type { PgliteImage } from '../../backend-stub/store/pglite.ts';
import { emptying } from './emptying.ts';

let image: Promise<PgliteImage> | undefined;

/** A PGlite in memory with the tables of today and nothing in them. */
export async function startEmptyPglite(): Promise<PGlite> {
  image ??= emptyImage();
  return startPglite(await image);
}

/** Of this test file: those whose store was closed, emptied, which takes a tenth of what starting another one does. */
const idle: PGlite[] = [];

export interface EmptyStoreOptions {
  readonly sealingKeys?: readonly Uint8Array[];
  readonly tenantOf?: TenantOf;
}

/** A store of its own on one. */
export async function openEmptyPgliteStore(options: EmptyStoreOptions = {}): Promise<Store> {
  const pglite = idle.pop() ?? (await startEmptyPglite());
  const giveBack = async (): Promise<void> => {
    await empty(pglite);
    idle.push(pglite);
  };
  return storeOnPglite({ query: (...asked) => pglite.query(...asked), close: giveBack }, options);
}

/** Refused inside a transaction that a store left open. */
async function empty(pglite: PGlite): Promise<void> {
  await pglite.query('discard all');
  await pglite.exec(emptying);
}

/** Made once a run of `scripts/test.mjs`, whose folder all its workers share: initdb takes seconds of the processor. */
async function emptyImage(): Promise<PgliteImage> {
  const folder = process.env['GENNAKER_SCRATCH'];
  if (folder === undefined) return makeImage();
  const file = join(folder, 'empty-pglite.tar');
  if (existsSync(file)) return new Blob([readFileSync(file)]);
  const made = await makeImage();
  // Whole or not there: another worker may be looking for it.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, Buffer.from(await made.arrayBuffer()));
  renameSync(unfinished, file);
  return made;
}

async function makeImage(): Promise<PgliteImage> {
  const pglite = await startPglite();
  const store = await storeOnPglite(pglite);
  const made = await pglite.dumpDataDir('none');
  await store.close();
  return made;
}
