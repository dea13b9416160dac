import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isAlive } from '../cluster/lock.ts';
import { freePorts } from '../cluster/ports.ts';
import { copyFreshData, owner, settings } from './cluster.ts';

interface Shared {
  readonly port: number;
  /** The process that ends the server when ours has ended. */
  readonly keeper: number;
}

let shared: Promise<Shared> | undefined;

/**
 * The port of the server of this process, started by its first caller. Jest gives every test file modules of its own, so it
 * is found by the process id. Nobody needs to stop it: it ends with the process.
 */
export async function sharedPostgres(programs: string): Promise<number> {
  shared ??= foundOrStarted(programs);
  return (await shared).port;
}

async function foundOrStarted(programs: string): Promise<Shared> {
  const folder = join(tmpdir(), `gennaker-postgres-of-${process.pid}`);
  const note = join(folder, 'shared.json');
  const running = readNote(note);
  if (running !== undefined) return running;
  rmSync(folder, { recursive: true, force: true });
  const started = await start(programs, folder);
  writeFileSync(note, JSON.stringify(started));
  return started;
}

/** Written by this very process, or by a dead one with the same id: then its server is gone. */
function readNote(note: string): Shared | undefined {
  if (!existsSync(note)) return undefined;
  const told = JSON.parse(readFileSync(note, 'utf8')) as Shared;
  return isAlive(told.keeper) ? told : undefined;
}

/** Its standard input is a pipe of ours: however this process ends, the pipe does, and `cat` with it. */
const keep = `
  control="$1" options="$2"
  "$control" -D data -l log -o "$options" -w start >/dev/null && echo ready && cat >/dev/null
  "$control" -D data -m immediate stop >/dev/null
  rm -rf "$PWD"`;

async function start(programs: string, folder: string): Promise<Shared> {
  const [port = 0] = await freePorts(1);
  mkdirSync(folder);
  const user = owner();
  if ('uid' in user) chownSync(folder, user.uid, user.gid);
  const options = [...settings.map((setting) => `-c ${setting}`), `-p ${port}`, `-k ${folder}`].join(' ');
  copyFreshData(programs, join(folder, 'data'));
  const parameters = [join(programs, 'pg_ctl'), options];
  // Detached, since Ctrl-C is for the test run, whose end is the end of this.
  const keeper = spawn('sh', ['-c', keep, 'sh', ...parameters], { ...user, cwd: folder, detached: true });
  const complaints = text(keeper.stderr).catch(() => '');
  const isReady = await new Promise<boolean>((resolve) => {
    keeper.stdout.once('data', () => resolve(true)).once('end', () => resolve(false));
  });
  if (!isReady) throw new Error(`PostgreSQL does not start in ${folder}: ${await complaints}`);
  keeper.stdout.destroy();
  keeper.stderr.destroy();
  keeper.unref();
  return { port, keeper: keeper.pid ?? 0 };
}
