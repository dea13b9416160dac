import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './lock.ts';

// Below the range from which Linux and macOS take ports for outgoing connections.
const lowest = 20_000;
const highest = 32_000;

/** One for each user of the machine. */
export const reservations = join(tmpdir(), `gennaker-ports-${process.getuid?.() ?? 'user'}`);
const kept = new Set<number>();
process.once('exit', () => {
  for (const port of kept) rmSync(fileOf(port), { force: true });
});

/**
 * Ports of 127.0.0.1 that nobody listens on now. They are this process's as long as it lives: it may be seconds until somebody
 * listens there, and somebody killed wants to listen there again, while other test processes look for ports too.
 */
export async function freePorts(count: number, draw = () => randomInt(lowest, highest)): Promise<readonly number[]> {
  mkdirSync(reservations, { recursive: true });
  const found: number[] = [];
  while (found.length < count) {
    const port = draw();
    if (!reserve(port)) continue;
    if (await isFree(port)) found.push(port);
  }
  return found;
}

/** By a file that names the holder. What a dead one left is taken over. */
function reserve(port: number): boolean {
  if (kept.has(port)) return false;
  const holder = holderOf(port);
  if (holder !== undefined && isAlive(holder)) return false;
  if (holder !== undefined) rmSync(fileOf(port), { force: true });
  try {
    writeFileSync(fileOf(port), String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  kept.add(port);
  return true;
}

function holderOf(port: number): number | undefined {
  try {
    // An empty file is being written at this moment: 0 is the process group of ours, and alive.
    return Number(readFileSync(fileOf(port), 'utf8'));
  } catch {
    return undefined;
  }
}

function fileOf(port: number): string {
  return join(reservations, String(port));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
