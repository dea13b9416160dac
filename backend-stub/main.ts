import { pino } from 'pino';
import { ConfigInvalid, loadConfig } from './config.ts';
import { startService } from './compose.ts';
import { openPostgresStore } from './store/postgres.ts';

const usage = `gennaker: the stage service of the Gennaker plugin for Spinnaker

  gennaker serve --config FILE    run the service until it is told to stop (SIGTERM)

docs/configure.md says what stands in FILE.`;

/** How long calls and looks under way may take at the end; the kubelet kills after 30 s. */
const drainMilliseconds = 25_000;

async function main(words: readonly string[]): Promise<number | undefined> {
  const [command, flag, file] = words;
  if (command !== 'serve' || flag !== '--config' || file === undefined) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  return serve(file);
}

async function serve(file: string): Promise<undefined> {
  const config = loadConfig(file);
  const log = pino({ level: config.logLevel, redact: ['*.authorization', '*.password', '*.token'] });
  const sealing = config.sealingKey === undefined ? {} : { sealingKey: config.sealingKey };
  const store = await openPostgresStore({
    connectionString: config.postgres.url,
    poolSize: config.postgres.poolSize,
    ...sealing,
  });
  const service = await startService({ config, store, log });
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

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof ConfigInvalid || error instanceof Error ? error.message : 'gennaker could not start'}\n`,
    );
    process.exitCode = 1;
  },
);
