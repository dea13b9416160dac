import { pino } from 'pino';
import { startService } from '../../backend-stub/compose.ts';
import { loadConfig } from '../../backend-stub/config.ts';
import { openPgliteStore } from '../../backend-stub/store/pglite.ts';

/** `pglite-service.js DIRECTORY --config FILE`: the service with its database inside, as the playground has it. */
const [directory = '', , file = ''] = process.argv.slice(2);
const service = await startService({
  config: loadConfig(file),
  store: await openPgliteStore({ directory }),
  log: pino({ level: 'warn' }),
});
process.once('SIGTERM', () => {
  void service.drain().then(() => process.exit(0));
});
