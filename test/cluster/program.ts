import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './lock.ts';

/** How one of the cluster's programs is started; enough to start it again. */
export interface Program {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** A program that did not come up or went away. The message ends with the tail of its log. */
export class ProgramFailed extends Error {
  override name = 'ProgramFailed' as const;
}

/**
 * Starts the program in a process group of its own, so that Ctrl-C reaches the test run and not the cluster first.
 * The command dies with this process by itself (k8slite with-parent); `unref` lets the run end without waiting for it.
 */
export function startProgram({ command, environment, logFile, name }: Program): number {
  const [file = '', ...args] = command;
  const log = openSync(logFile, 'a');
  const child = spawn(file, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...environment },
  });
  closeSync(log);
  child.on('error', () => undefined); // seen as a missing process id
  child.unref();
  if (child.pid === undefined) throw new ProgramFailed(`${name} could not be started: ${command.join(' ')}`);
  return child.pid;
}

/** Ends the process group and waits until it is gone; hard after a while. */
export async function stopProgram(pid: number, patience = 2_000): Promise<void> {
  signal(pid, 'SIGTERM');
  const hard = Date.now() + patience;
  while (isAlive(pid)) {
    if (Date.now() > hard) signal(pid, 'SIGKILL');
    await pause(20);
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // gone already
  }
}

/** Waits for the condition while the program lives. */
export async function untilReady(program: Program, pid: number, isReady: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await isReady())) {
    if (!isAlive(pid)) throw new ProgramFailed(`${program.name} ended before it was ready:\n${logTail(program)}`);
    if (Date.now() > end) throw new ProgramFailed(`${program.name} is not ready after 120 s:\n${logTail(program)}`);
    await pause(50);
  }
}

function logTail({ logFile }: Program): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}
