import { setFlagsFromString } from 'node:v8';
import { destination, pino } from 'pino';
import type { DestinationStream } from 'pino';
import { auditCommand, auditUsage, readAuditArguments } from './audit-command.ts';
import { tenantsOf } from './access/tenants.ts';
import { loadConfig } from './config.ts';
import type { Config } from './config.ts';
import { serviceVersion } from './contract/service.ts';
import { doctorCommand, doctorUsage, readDoctorArguments } from './doctor-command.ts';
import { giveBackOnce, startService, withSealingKeys } from './compose.ts';
import type { Store } from './ports.ts';
import { resealCommand } from './reseal-command.ts';
import { planCommand, readPlanArguments } from './plan-command.ts';
import { failureKind } from './reconcile/failures.ts';
import { defaultLoopTimes } from './reconcile/loop.ts';
import { portsFree, together, withoutRight } from './start-problems.ts';
import { openPostgresStore } from './store/postgres.ts';

const usage = `gennaker: the stage service of the Gennaker plugin for Spinnaker

  gennaker --version              say which version this is
  gennaker serve --config FILE    run the service until it is told to stop (SIGTERM)
  gennaker plan STAGE --config FILE --application NAME [--json]
                                  say what the stage in a file of JSON would change, and change nothing;
                                  ends with 0: nothing, 2: something, 1: it would be refused, or that is not known

  gennaker give-back --config FILE --account ACCOUNT --namespace NAMESPACE --name NAME
                                  give the workload of a Rollout back to a Deployment; stopped, it is run again and goes on

  gennaker reseal --config FILE   seal stored Secret data anew under the first of sealingKeyFiles; stopped, it is run again and goes on

${doctorUsage}

${auditUsage}

docs/configure.md says what stands in FILE, docs/plan.md more about plans,
docs/audit.md about the audit, docs/troubleshoot.md about the doctor.`;

/** How long calls and looks under way may take at the end; the kubelet kills after 30 s. */
const drainMilliseconds = 25_000;

/** Each gives the code to exit with; undefined while the service runs. */
const commands: Readonly<Record<string, (words: readonly string[]) => Promise<number | undefined>>> = {
  serve: (words) => withConfig(words, serve),
  plan,
  'give-back': giveBackAsAsked,
  audit,
  doctor,
  reseal: (words) => withConfig(words, resealed),
};

async function main(words: readonly string[]): Promise<number | undefined> {
  if (words.some((word) => word === '--help' || word === '-h')) return answered(usage);
  const [command, ...others] = words;
  if (command === '--version') return answered(serviceVersion);
  if (command === undefined) return misused('It needs a command.');
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  return run === undefined ? misused(`${command} is none of its commands.`) : run(others);
}

function answered(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function misused(why: string): number {
  process.stderr.write(`${why}\n\n${usage}\n`);
  return 2;
}

function withConfig(
  [flag, file, more]: readonly string[],
  run: (file: string) => Promise<number | undefined>,
): Promise<number | undefined> {
  const isTold = flag === '--config' && file !== undefined && more === undefined;
  return isTold ? run(file) : Promise.resolve(misused('It needs --config with a file, and nothing else.'));
}

/** 2 says that something would change, so it is never said of a wrong call. */
async function plan(words: readonly string[]): Promise<number> {
  const told = readPlanArguments(words);
  if (told.kind === 'misused') {
    process.stderr.write(`${told.why}\n\n${usage}\n`);
    return 1;
  }
  const { code, output } = await planCommand(told);
  process.stdout.write(`${output}\n`);
  return code;
}

/** 0: everything is sealed under the first key. 1: not, and the lines say what is left. */
async function resealed(file: string): Promise<number> {
  const { code, output } = await resealCommand(await withSealingKeys(loadConfig(file)));
  process.stdout.write(`${output}\n`);
  return code;
}

/** 0: all is as it was written down. 1: not, or that is not known. */
async function audit(words: readonly string[]): Promise<number> {
  const told = readAuditArguments(words);
  if (told.kind === 'misused') return misused(told.why);
  return auditCommand(told, (line) => void process.stdout.write(`${line}\n`));
}

/** 0: all is in order. 1: something is wrong. 3: nothing is, and not everything could be told. 2: it was called otherwise. */
async function doctor(words: readonly string[]): Promise<number> {
  const told = readDoctorArguments(words);
  if (told.kind === 'misused') return misused(told.why);
  const { code, output } = await doctorCommand(told);
  process.stdout.write(`${output}\n`);
  return code;
}

const asked = ['config', 'account', 'namespace', 'name'] as const;

/** 0: given back. 1: not, and the last line says why and what runs. */
async function giveBackAsAsked(words: readonly string[]): Promise<number> {
  const given = new Map(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1]] as const] : [])));
  const [config, account, namespace, name] = asked.map((key) => given.get(`--${key}`));
  const isWhole = given.size === asked.length && words.length === 2 * asked.length;
  if (!isWhole || config === undefined || account === undefined || namespace === undefined || name === undefined)
    return misused('It needs --config, --account, --namespace and --name, each with its value.');
  const tell = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
  const { kind, sentence } = await giveBackOnce(loadConfig(config), { account, namespace, name, tell });
  tell(sentence);
  return kind === 'given-back' ? 0 : 1;
}

/**
 * How much the heap may grow over what lives before V8 collects it, in percent; left to itself, it grows to several times of
 * that. With 300 deployments at once the service took 177 MB instead of 278, and no more processor time (`npm run bench:cluster`).
 */
const heapGrowth = 30;

async function serve(file: string): Promise<undefined> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
  const { config, store } = await withStore(loadConfig(file));
  const log = pino({ level: config.logLevel, redact: ['*.authorization', '*.password', '*.token'] }, logLines());
  const loopTimes = { ...defaultLoopTimes, leaseMilliseconds: config.leaseSeconds * 1000 };
  const service = await startService({ config, store, log, loopTimes });
  if (config.access.mode === 'open') log.warn({}, 'access is open: everybody may start and decide everything');
  const stop = (signal: string): void => {
    log.info({ signal }, 'shutting down');
    setTimeout(() => process.exit(1), drainMilliseconds).unref();
    service.drain().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'could not shut down in order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return undefined;
}

/** Everything that can be wrong outside of the configuration, told at once. Throws `CannotStart`, or the only error. */
async function withStore(told: Config): Promise<{ readonly config: Config; readonly store: Store }> {
  const reading = withSealingKeys(told);
  const opening = reading.catch(() => told).then(openStore);
  const ports = portsFree(told.listeners);
  try {
    const [config, store] = await together([reading, opening, ...ports]);
    return { config, store };
  } catch (error) {
    await opening.then(
      (store) => store.close(),
      () => undefined,
    );
    throw error;
  }
}

function openStore({ postgres, sealingKeys, accounts }: Config): Promise<Store> {
  const { url: connectionString, poolSize } = postgres;
  const tenantOf = tenantsOf(accounts);
  return openPostgresStore({ connectionString, poolSize, sealingKeys, tenantOf }).catch(withoutRight);
}

/** How much is kept of what can't be written, in bytes. */
const mostUnwritten = 1_000_000;

/**
 * To standard output. Where that is a full disk, lines wait until there is space again, and the newest are dropped; left to
 * itself, the library would end the process, and spin for ever at its end.
 */
function logLines(): DestinationStream {
  const lines = destination({ fd: process.stdout.fd, sync: true, maxLength: mostUnwritten });
  lines.on('error', () => undefined);
  return lines;
}

/**
 * What an operator can mend is a sentence: our own errors, those of the system (a port that is taken) and those of the
 * database (no right to make a table). Anything else is a mistake of ours, and its stack is what helps.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'gennaker could not start.';
  const mendable =
    [
      'ConfigInvalid',
      'CannotStart',
      'PortTaken',
      'StageUnreadable',
      'AuditUnreadable',
      'SecretUnavailable',
      'StoreNewer',
    ].includes(error.name) || failureKind(error) !== 'fault';
  return mendable || 'syscall' in error || 'severity' in error ? error.message : (error.stack ?? error.message);
}

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${reasonOf(error)}\n`);
    // Not left to the event loop: a half-started part may keep it busy.
    process.exit(1);
  },
);
