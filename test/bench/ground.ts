import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { findPrograms } from '../postgres/programs.ts';
import { startFiat } from '../spinnaker/fiat.ts';
import type { SmallFiat } from '../spinnaker/fiat.ts';
import { people } from '../stage/people.ts';
import { account, readIdentity, roles } from '../stage/world.ts';
import { Pipelines } from './pipelines.ts';

/** What every measurement stands on: the real cluster, a real PostgreSQL, Orca's read-back and Fiat. */
export interface Ground {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly postgres: PostgresCluster;
  readonly pipelines: Pipelines;
  readonly fiat: SmallFiat;
  readonly token: string;
  /** For configuration files and data; gone at the end. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Throws when Go or PostgreSQL is missing: a benchmark that leaves out half of it says nothing. */
export async function prepareGround(): Promise<Ground> {
  const programs = findPrograms();
  if (programs === undefined) throw new Error('The benchmark needs PostgreSQL: initdb was not found.');
  const token = randomBytes(24).toString('hex');
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-bench-'));
  const [cluster, postgres, pipelines, fiat] = await Promise.all([
    startCluster(),
    PostgresCluster.start(programs),
    Pipelines.start(token, readIdentity),
    startFiat(people(account)),
  ]);
  const namespace = await drivenNamespace(cluster, 'bench');
  return {
    cluster,
    namespace,
    postgres,
    pipelines,
    fiat,
    token,
    folder,
    async close() {
      await Promise.all([pipelines.close(), fiat.close(), cluster.stop(), postgres.remove()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One in which the service, or whoever is measured beside it, may do what a service may. */
export async function drivenNamespace(cluster: Cluster, prefix: string): Promise<string> {
  const namespace = await cluster.createNamespace(prefix);
  await cluster.grant('driver', roles, namespace);
  return namespace;
}
