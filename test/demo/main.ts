import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { buildTools, findTools } from '../cluster/build.ts';
import { startCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { createWorld } from '../stage/world.ts';
import { demonstrate } from './demonstration.ts';
import { audience } from './keyboard.ts';
import { Narrator } from './narrator.ts';
import { closing, opening } from './words.ts';

const logs = '.run/demo';
const logFolder = fileURLToPath(new URL(`../../${logs}`, import.meta.url));
const narrator = new Narrator(process.stdout);
const building = new AbortController();
let cluster: Cluster | undefined;
let isBuilding = false;
let stoppedWith: number | undefined;

/** The curtain: as this process exits, the cluster's programs are killed. */
function stop(code: number): void {
  if (stoppedWith !== undefined) return;
  stoppedWith = code;
  narrator.answer('');
  narrator.say('Stopped.');
  if (!isBuilding) process.exit(code);
  // The build leaves nothing half-built behind, and then `main` ends by itself.
  building.abort();
  setTimeout(() => process.exit(code), 5000);
}

async function main(): Promise<number> {
  rmSync(logFolder, { recursive: true, force: true });
  mkdirSync(logFolder, { recursive: true });
  const found = await findTools();
  if (found?.kind === 'missing') {
    narrator.text(`The demonstration can not start: ${found.why}.`);
    return 1;
  }
  opening(narrator, { built: found !== undefined });
  await build();
  narrator.say('Starting etcd, kube-apiserver, simulated nodes and the Argo Rollouts controller.');
  cluster = await startCluster();
  const logTo = pino.destination({ dest: join(logFolder, 'service.log'), sync: true });
  const world = await createWorld({ cluster, logLevel: 'info', logTo });
  narrator.say(`Orca, Fiat and the stage service are up; account test-cluster, namespace ${world.namespace}.`);
  const people = audience({ input: process.stdin, onInterrupt: () => stop(130) });
  const whole = await demonstrate({ world, narrator, audience: people });
  people.close();
  await world.close();
  closing(narrator, { whole, logs });
  return 0;
}

async function build(): Promise<void> {
  isBuilding = true;
  await buildTools(building.signal);
  isBuilding = false;
}

/** One sentence; all of it, and what the programs said, is kept. */
function fail(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  writeFileSync(join(logFolder, 'failure.txt'), `${error instanceof Error ? (error.stack ?? message) : message}\n`);
  if (cluster !== undefined) keepLogs(cluster.folder);
  const [first = ''] = message.split('\n');
  narrator.answer('');
  narrator.text(`The demonstration failed: ${first.replace(/[.:]$/, '')}; the logs are in ${logs}/.`);
  return 1;
}

function keepLogs(folder: string): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.log')))
    copyFileSync(join(folder, file), join(logFolder, file));
}

process.on('SIGINT', () => stop(130));
process.on('SIGTERM', () => stop(143));
process.on('SIGHUP', () => stop(129));
const code = await main().catch((error: unknown) => (stoppedWith === undefined ? fail(error) : stoppedWith));
process.exit(stoppedWith ?? code);
