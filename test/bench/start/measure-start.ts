import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresCluster } from '../../postgres/cluster.ts';
import { findPrograms } from '../../postgres/programs.ts';
import { startSimulatedCluster } from '../../simulated-cluster/simulated-cluster.ts';
import { gennaker } from '../bundle.ts';
import { ServiceProcess } from '../service-process.ts';
import type { ServiceGround } from '../service-process.ts';
import { median } from '../statistics.ts';

const rounds = 7;

/** Medians, in milliseconds from the start of the process. */
export interface StartMeasured {
  readonly bareNode: number;
  /** All modules are loaded, and nothing is done. */
  readonly loaded: number;
  readonly emptyDatabase: number;
  readonly knownDatabase: number;
}

/** Nobody else has to be there for it to be ready: Orca, Fiat and the cluster are only addresses. */
export async function measureStart(say: (line: string) => void): Promise<StartMeasured> {
  const programs = findPrograms();
  if (programs === undefined) throw new Error('The benchmark needs PostgreSQL: initdb was not found.');
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-bench-'));
  const [cluster, postgres] = await Promise.all([startSimulatedCluster(), PostgresCluster.start(programs)]);
  const nobody = { url: 'http://127.0.0.1:1' };
  const ground = {
    cluster,
    namespace: 'default',
    pipelines: nobody,
    fiat: nobody,
    token: 'a-token-of-enough-signs',
    folder,
  };
  try {
    say('start of the service');
    const known = await postgres.createDatabase();
    await timeToReady(ground, known);
    const measured: Record<keyof StartMeasured, number[]> = {
      bareNode: [],
      loaded: [],
      emptyDatabase: [],
      knownDatabase: [],
    };
    for (let round = 0; round < rounds; round += 1) {
      measured.bareNode.push(timeOf(['-e', '0']));
      measured.loaded.push(timeOf([gennaker[0] ?? '', '--help']));
      measured.emptyDatabase.push(await timeToReady(ground, await postgres.createDatabase()));
      measured.knownDatabase.push(await timeToReady(ground, known));
    }
    return {
      bareNode: median(measured.bareNode),
      loaded: median(measured.loaded),
      emptyDatabase: median(measured.emptyDatabase),
      knownDatabase: median(measured.knownDatabase),
    };
  } finally {
    await Promise.all([cluster.stop(), postgres.remove()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeOf(words: readonly string[]): number {
  const started = performance.now();
  spawnSync(process.execPath, words, { stdio: 'ignore' });
  return performance.now() - started;
}

async function timeToReady(ground: ServiceGround, databaseUrl: string): Promise<number> {
  const started = performance.now();
  const service = await ServiceProcess.start(ground, { command: gennaker, databaseUrl });
  const took = performance.now() - started;
  await service.stop();
  return took;
}
