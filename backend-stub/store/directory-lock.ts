import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { resolve } from 'node:path';
import { StoreInUse } from './errors.ts';

/**
 * One process at a time. The lock is a listening socket beside the directory: the system closes it with its process,
 * however that ends, where a process id in a file would lie after a crash (and in a container after each restart).
 * @returns what gives the directory free again.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = `${resolve(directory)}.lock`;
  const server = (await listen(path)) ?? (await takeOver(path, directory));
  server.unref();
  return () => new Promise((done) => server.close(() => done()));
}

/** Moved away before it is tried: of two that find the same dead socket, one moves the other's live one, and puts it back. */
async function takeOver(path: string, directory: string): Promise<Server> {
  if (await answers(path)) throw new StoreInUse(directory);
  const aside = `${path}.${randomUUID().slice(0, 8)}`;
  await rename(path, aside).catch(() => undefined);
  if (await answers(aside)) {
    await rename(aside, path);
    throw new StoreInUse(directory);
  }
  await rm(aside, { force: true });
  const server = await listen(path);
  if (server === undefined) throw new StoreInUse(directory);
  return server;
}

/** Undefined when the path is there already, alive or dead. */
function listen(path: string): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => ('code' in error && error.code === 'EADDRINUSE' ? done(undefined) : fail(error)));
    server.listen(path, () => done(server));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
