import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** What a benchmark can read of Linux; elsewhere the values are missing and the report says so. */
export interface Memory {
  /** Resident now, and at its highest so far, in MB (10^6 bytes). */
  readonly resident: number;
  readonly highest: number;
}

const clockTicks = 100;
export const canPin = spawnSync('taskset', ['--version']).status === 0;
/** The measured server has the first core to itself; whatever else there is shares the second. */
export const serverCore = '0';
const otherCore = '1';

export interface Start {
  readonly command: readonly string[];
  readonly core?: string;
}

/** A child of this process that dies with it. Its stdout is piped, its stderr is ours. */
export function start({ command, core }: Start): ChildProcess {
  const whole = core !== undefined && canPin ? ['taskset', '-c', core, ...command] : command;
  const [file = '', ...words] = whole;
  const child = spawn(file, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

/** Moves this process and all that it started, the database and the cluster too, to the other core. */
export function leaveServerCore(): void {
  if (canPin) for (const pid of familyOf(process.pid)) pin(pid, otherCore);
}

export function takeAllCores(): void {
  if (canPin) for (const pid of familyOf(process.pid)) pin(pid, `${serverCore},${otherCore}`);
}

function pin(pid: number, cores: string): void {
  spawnSync('taskset', ['-a', '-p', '-c', cores, String(pid)]);
}

/**
 * Processor time that a process used so far, in seconds: to the nanosecond where the kernel keeps schedstat, else `utime`
 * and `stime` of proc(5) in hundredths.
 */
export function processorSeconds(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const used = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]));
    return used.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e9;
  } catch {
    const fields = statusFields(pid);
    return (Number(fields[11]) + Number(fields[12])) / clockTicks;
  }
}

/**
 * The same of a process with all that it started, also of what has ended since: in hundredths, for what takes seconds.
 */
export function familySeconds(pid: number): number {
  const ticks = familyOf(pid).flatMap((member) => statusFieldsOrNone(member).slice(11, 15).map(Number));
  return ticks.reduce((sum, some) => sum + some, 0) / clockTicks;
}

export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  return { resident: megabytes('VmRSS'), highest: megabytes('VmHWM') };
}

function familyOf(ancestor: number): readonly number[] {
  const parents = new Map(processIds().map((pid) => [pid, parentOf(pid)]));
  const belongs = (pid: number): boolean => {
    const parent = parents.get(pid);
    return pid === ancestor || (parent !== undefined && parent > 1 && belongs(parent));
  };
  return [...parents.keys()].filter(belongs);
}

function processIds(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number | undefined {
  const parent = statusFieldsOrNone(pid)[1];
  return parent === undefined ? undefined : Number(parent);
}

function statusFieldsOrNone(pid: number): readonly string[] {
  try {
    return statusFields(pid);
  } catch {
    return []; // ended meanwhile
  }
}

/** From the third field of proc(5) on: the second, the name, may hold spaces. */
function statusFields(pid: number): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
