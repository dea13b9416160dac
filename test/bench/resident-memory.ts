import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeploymentRecord } from '../../backend-stub/deployment/record.ts';
import { openPgliteStore } from '../../backend-stub/store/pglite.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { gennaker } from './bundle.ts';
import type { Ground } from './ground.ts';
import type { Measurement } from './measure-all.ts';
import { keep } from './open-deployments.ts';
import { memoryOf } from './processes.ts';
import type { Memory } from './processes.ts';
import { ServiceProcess } from './service-process.ts';

/** Orca polls each deployment every 15 s. */
const pollEveryMilliseconds = 15_000;
const settleMilliseconds = 30_000;

export interface Resident {
  /** A fresh process that finds all deployments open, after Orca polled each twice at its own pace. */
  readonly postgres: Memory;
  readonly pglite: Memory;
}

export async function measureResident(
  { ground, programs }: Measurement,
  open: readonly DeploymentRecord[],
): Promise<Resident> {
  // As old as the stores they go into: what Orca has not asked about for 3 minutes is another story.
  const now = new Date();
  const records = open.map((record) => ({ ...record, createdAt: now, phaseSince: now }));
  const databaseUrl = await ground.postgres.createDatabase();
  const store = await openPostgresStore({ connectionString: databaseUrl });
  await keep(store, records);
  await store.close();
  const directory = join(ground.folder, 'pglite');
  const inside = await openPgliteStore({ directory });
  await keep(inside, records);
  await inside.close();
  const [postgres, pglite] = await Promise.all([
    settle(ground, records, { command: gennaker, databaseUrl }),
    settle(ground, records, { command: [programs.pglite, directory], databaseUrl }),
  ]);
  return { postgres, pglite };
}

async function settle(
  ground: Ground,
  records: readonly DeploymentRecord[],
  options: { readonly command: readonly string[]; readonly databaseUrl: string },
): Promise<Memory> {
  const service = await ServiceProcess.start(ground, options);
  try {
    await poll(service, records, ground.token);
    return memoryOf(service.pid);
  } finally {
    await service.stop();
  }
}

async function poll(service: ServiceProcess, records: readonly DeploymentRecord[], token: string): Promise<void> {
  const end = performance.now() + settleMilliseconds;
  const headers = { authorization: `Bearer ${token}` };
  for (let next = 0; performance.now() < end; next += 1) {
    const id = records[next % records.length]?.id ?? '';
    await (await fetch(`${service.url}/v1/deployments/${id}/status`, { headers })).text();
    await pause(pollEveryMilliseconds / records.length);
  }
}
