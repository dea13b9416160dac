import type { DeploymentRecord } from '../../backend-stub/deployment/record.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { until } from '../stage/pipeline.ts';
import { gennaker } from './bundle.ts';
import { creationSection } from './creation-section.ts';
import type { CreationShape } from './creation-section.ts';
import type { Ground } from './ground.ts';
import { memorySection } from './memory-section.ts';
import { LoadGenerator } from './load-generator.ts';
import { keep, openMore, recordWaiting } from './open-deployments.ts';
import type { Waiting } from './open-deployments.ts';
import { leaveServerCore, memoryOf, serverCore, takeAllCores } from './processes.ts';
import type { Memory } from './processes.ts';
import type { Section } from './report.ts';
import { measureResident } from './resident-memory.ts';
import { measureCreation } from './rollout-created.ts';
import { ServiceProcess } from './service-process.ts';
import { measureLevel } from './status-answers.ts';
import type { Level } from './status-answers.ts';
import { statusSection } from './status-section.ts';

export interface Measurement {
  readonly ground: Ground;
  readonly programs: Readonly<Record<'bareRoute' | 'pglite', string>>;
  readonly say: (line: string) => void;
}

const levels = [10, 100, 1000];

/** One after the other, since they would disturb each other. */
export async function measureAll(measurement: Measurement): Promise<readonly Section[]> {
  const { ground, say } = measurement;
  const { shapes, waiting } = await creationPart(measurement);
  await ground.cluster.stopController();
  const { measured, records, afterLoad } = await statusPart(measurement, waiting);
  say('memory');
  const resident = await measureResident(measurement, records);
  return [
    statusSection(measured),
    creationSection(shapes),
    memorySection({ ...resident, afterLoad, open: records.length }),
  ];
}

interface CreationPart {
  readonly shapes: readonly CreationShape[];
  readonly waiting: Waiting;
}

async function creationPart({ ground, say }: Measurement): Promise<CreationPart> {
  const databaseUrl = await ground.postgres.createDatabase();
  const service = await ServiceProcess.start(ground, { command: gennaker, databaseUrl });
  try {
    say('POST to Rollout, one Deployment');
    const one = await measureCreation(ground, service, ['backend']);
    say('POST to Rollout, two Deployments');
    const two = await measureCreation(ground, service, ['backend', 'frontend']);
    const shapes = [
      { name: 'one Deployment, its Service and HPA', creations: one },
      { name: 'two Deployments, their Services and HPAs', creations: two },
    ];
    return { shapes, waiting: await recordWaiting(ground, service, databaseUrl) };
  } finally {
    await service.stop();
  }
}

interface StatusPart {
  readonly measured: readonly Level[];
  readonly records: readonly DeploymentRecord[];
  readonly afterLoad: Memory;
}

async function statusPart({ ground, programs, say }: Measurement, waiting: Waiting): Promise<StatusPart> {
  const databaseUrl = await ground.postgres.createDatabase();
  leaveServerCore();
  const service = await ServiceProcess.start(ground, { command: gennaker, databaseUrl, core: serverCore });
  const generator = new LoadGenerator();
  const store = await openPostgresStore({ connectionString: databaseUrl });
  try {
    const records: DeploymentRecord[] = [];
    const measured: Level[] = [];
    for (const level of levels) {
      say(`status answers, ${level} open deployments`);
      const more = await openMore(ground, waiting, level - records.length);
      await keep(store, more);
      records.push(...more);
      await untilHeld(service, level);
      const ids = records.map(({ id }) => id);
      measured.push(
        await measureLevel({ generator, service, bareRoute: programs.bareRoute, token: ground.token, ids }),
      );
    }
    await untilHeld(service, records.length);
    return { measured, records, afterLoad: memoryOf(service.pid) };
  } finally {
    generator.stop();
    await store.close();
    await service.stop();
    takeAllCores();
  }
}

/** A deployment that ended would be answered in another way, and make the table a lie. */
async function untilHeld(service: ServiceProcess, count: number): Promise<void> {
  await until(`the service holds ${count} deployments`, async () =>
    (await service.metric('gennaker_deployments_held')) === count ? true : undefined,
  );
}
