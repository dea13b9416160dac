import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withLock } from '../cluster/lock.ts';

const run = promisify(execFile);
const room = dirname(fileURLToPath(import.meta.url));
const requirements = join(room, 'requirements.txt');

/**
 * The program, installed when it is missing, about half a minute; kept outside the checkout by the hash of its
 * requirements, as the cluster's binaries are. Undefined without Python, which is said; in CI nothing is left out.
 */
export async function schemathesis(): Promise<string | undefined> {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gennaker', `fuzz-${hash}`);
  const program = join(folder, 'bin', 'python');
  if (await exists(folder)) return program;
  if (!(await hasPython())) return leaveOut();
  await mkdir(dirname(folder), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (!(await exists(folder))) await install(folder);
  });
  return program;
}

/** Never half of it: the folder gets its name when all is there. Programs in it know their path, so Python is what is started. */
async function install(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  try {
    await run('python3', ['-m', 'venv', unfinished]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--only-binary', ':all:', '-r', requirements];
    await run(join(unfinished, 'bin', 'python'), pip);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function hasPython(): Promise<boolean> {
  return run('python3', ['-c', 'import venv, ensurepip']).then(
    () => true,
    () => false,
  );
}

function leaveOut(): undefined {
  const sentence = 'Fuzzing: there is no Python 3 with venv (on Debian python3-venv)';
  if (process.env['CI'] === 'true') throw new Error(`${sentence}. In CI nothing may be left out.`);
  const file = process.env['GENNAKER_LEFT_OUT'];
  if (file !== undefined && file !== '') appendFileSync(file, `${sentence}\n`);
  return undefined;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** One who calls. */
export interface FuzzCaller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What no answer to him may hold, but where he said it himself. */
  readonly hidden: readonly string[];
}

/** Read by `hooks.py`. */
export interface FuzzWorld {
  readonly seed: number;
  readonly callers: readonly FuzzCaller[];
  /** Of deployments. */
  readonly ids: readonly string[];
  readonly countFile: string;
}

export interface FuzzRun {
  readonly url: string;
  readonly world: FuzzWorld;
  /** For each operation. */
  readonly examples: number;
}

export interface Fuzzed {
  readonly status: number | null;
  readonly output: string;
  readonly requests: number;
}

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'tells_nobody_more_than_he_may_know',
];

/** By the listener's own OpenAPI document. Ends by the number of examples and not by time. */
export async function fuzz(program: string, { url, world, examples }: FuzzRun): Promise<Fuzzed> {
  const words = [
    ...['-m', 'schemathesis.cli', '--no-color', 'run', `${url}/v1/openapi.json`],
    ...['--phases', 'coverage,fuzzing', '--max-examples', String(examples), '--seed', String(world.seed)],
    ...['--checks', checks.join(','), '--continue-on-failure', '--suppress-health-check', 'all'],
    ...['--request-timeout', '30', '--generation-database', 'none', '--warnings', 'off'],
  ];
  const environment = {
    PYTHONPATH: room,
    PYTHONDONTWRITEBYTECODE: '1',
    SCHEMATHESIS_HOOKS: 'hooks',
    GENNAKER_FUZZ_WORLD: JSON.stringify(world),
  };
  // It keeps what it found in the folder where it is started.
  const child = spawn(program, words, {
    cwd: dirname(world.countFile),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (output += part));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { status, output, requests: Number(await readFile(world.countFile, 'utf8')) };
}
