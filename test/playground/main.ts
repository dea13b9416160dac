import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { buildTools, findTools } from '../cluster/build.ts';
import { CannotStart } from './cannot-start.ts';
import { readCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import type { Playground } from './playground.ts';
import { isPortTaken } from './port-taken.ts';

const logs = '.run/playground';
const logFolder = fileURLToPath(new URL(`../../${logs}/`, import.meta.url));
const building = new AbortController();
let playground: Playground | undefined;
let isStopping = false;

/** Everything ends in order, or within five seconds. The cluster's programs die with this process. */
function stop(code: number): void {
  // One Ctrl-C comes twice: from the terminal, and from the script that started this.
  if (isStopping) return;
  isStopping = true;
  building.abort();
  process.stdout.write('\nStopping.\n');
  setTimeout(() => process.exit(code), 5000).unref();
  const closed = playground?.close() ?? Promise.resolve();
  void closed.catch(() => undefined).then(() => process.exit(code));
}

async function start({ port, cluster }: Extract<CommandLine, { kind: 'start' }>): Promise<void> {
  if (await isPortTaken(port))
    throw new CannotStart(`Port ${port} is taken; choose another one with "npm start -- --port ${port + 1}".`);
  // Before anything else is started: it takes minutes the first time, and says so.
  if (cluster.kind === 'kit' && (await findTools()) === undefined) await buildTools(building.signal);
  mkdirSync(logFolder, { recursive: true });
  // What is refused is refused at once: all the rest takes seconds to load.
  const { startPlayground } = await import('./playground.ts');
  const { versions } = await import('./sample.ts');
  const { welcome } = await import('./welcome.ts');
  playground = await startPlayground({
    cluster,
    port,
    log: (line) => process.stderr.write(`playground: ${line}\n`),
    serviceLog: pino.destination({ dest: `${logFolder}service.log`, append: false, sync: true }),
  });
  // So that the next version has something to be compared with. On somebody's cluster nothing happens unasked.
  if (cluster.kind !== 'kubeconfig') playground.runSample(versions.first);
  process.stdout.write(welcome(playground, logs));
}

async function main(): Promise<number | undefined> {
  const asked = readCommandLine(process.argv.slice(2));
  switch (asked.kind) {
    case 'help':
      process.stdout.write(`${asked.text}\n`);
      return 0;
    case 'refused':
      process.stderr.write(`${asked.why}\n`);
      return 2;
    case 'start':
      await start(asked);
      return undefined;
  }
}

function fail(error: unknown): number {
  if (isStopping) return 130;
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof CannotStart ? `${text}\n` : `The playground could not start: ${text}\n`);
  return 1;
}

process.on('SIGINT', () => stop(130));
process.on('SIGTERM', () => stop(143));
process.on('SIGHUP', () => stop(129));
const code = await main().catch(fail);
if (code !== undefined && !isStopping) process.exit(code);
