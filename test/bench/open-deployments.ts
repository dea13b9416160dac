import { randomUUID } from 'node:crypto';
import { isRecord, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { DeploymentRecord } from '../../backend-stub/deployment/record.ts';
import type { Store } from '../../backend-stub/ports.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { alice } from '../stage/people.ts';
import { canary, progressiveStage, until } from '../stage/pipeline.ts';
import { account } from '../stage/world.ts';
import { freshName, manifestOf } from './bench-manifests.ts';
import type { Ground } from './ground.ts';
import { post } from './post.ts';
import type { ServiceProcess } from './service-process.ts';

/** One deployment that really waits for an approval: its record as the service keeps it, and its Rollout as the cluster has it. */
export interface Waiting {
  readonly record: DeploymentRecord;
  readonly rollout: unknown;
}

/** Deploys podinfo's backend, then another version of it, which stops at the approval behind 25 %. */
export async function recordWaiting(ground: Ground, service: ServiceProcess, databaseUrl: string): Promise<Waiting> {
  const store = await openPostgresStore({ connectionString: databaseUrl });
  try {
    const name = freshName();
    const manifest = manifestOf(['backend'], name);
    await deploy(ground, service, { manifest, store, is: ({ outcome }) => outcome === 'succeeded' });
    const next = manifest.replaceAll(/(image: \S+podinfo):\S+/g, '$1:6.14.2');
    const record = await deploy(ground, service, { manifest: next, store, is: ({ phase }) => phase === 'waiting' });
    const rollout = await ground.cluster
      .api()
      .get(rolloutPath(ground, record.plan.objects.find(isRollout)?.object.metadata.name));
    return { record, rollout };
  } finally {
    await store.close();
  }
}

/** As many more of it under other names: each with a Rollout of its own on the real API server, in the same state. */
export async function openMore(ground: Ground, waiting: Waiting, count: number): Promise<readonly DeploymentRecord[]> {
  const made: DeploymentRecord[] = [];
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      made.push(await openOne(ground, waiting));
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return made;
}

export async function keep(store: Store, records: readonly DeploymentRecord[]): Promise<void> {
  for (const record of records) {
    const workloads = record.plan.objects.filter(isRollout).map(({ object }) => ({
      account,
      namespace: object.metadata.namespace ?? '',
      kind: object.kind,
      name: object.metadata.name,
    }));
    const { kind } = await store.create(record, workloads);
    if (kind !== 'created') throw new Error(`deployment ${record.id} was not created: ${kind}`);
  }
}

interface Deploy {
  readonly manifest: string;
  readonly store: Store;
  readonly is: (record: DeploymentRecord) => boolean;
}

async function deploy(
  ground: Ground,
  service: ServiceProcess,
  { manifest, store, is }: Deploy,
): Promise<DeploymentRecord> {
  const call = ground.pipelines.run(alice, progressiveStage({ manifest, steps: canary }));
  const { deploymentId } = await post(service.url, call);
  return until(`deployment ${deploymentId}`, async () => {
    const record = await store.read(deploymentId);
    if (record === undefined || is(record)) return record;
    if (record.outcome !== undefined) throw new Error(`the deployment to copy ended: ${record.summary}`);
    return undefined;
  });
}

const isRollout = ({ object }: DeploymentRecord['plan']['objects'][number]): boolean => object.kind === 'Rollout';

function executionOf({ id, origin }: DeploymentRecord): string {
  if (origin.kind !== 'stage') throw new Error(`deployment ${id} was started by no stage`);
  return origin.stage.executionId;
}

function rolloutPath({ namespace }: Ground, name = ''): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`;
}

/** What tells one deployment from another is text that occurs nowhere else, so the copy is made in the text. */
async function openOne(ground: Ground, { record, rollout }: Waiting): Promise<DeploymentRecord> {
  const [binding] = record.bindings;
  if (binding === undefined) throw new Error('the deployment to copy is not bound to a ReplicaSet');
  const name = freshName();
  const renamed = (text: string): string =>
    text
      .replaceAll(binding.reference.name, `${name}-backend`)
      .replaceAll(record.id, id)
      .replaceAll(executionOf(record), executionId);
  const id = randomUUID();
  const executionId = randomUUID();
  const created = await createRollout(ground, JSON.parse(renamed(JSON.stringify(rollout))));
  const copy = JSON.parse(renamed(JSON.stringify(record)).replaceAll(binding.uid, created.uid)) as DeploymentRecord;
  const now = new Date();
  return {
    ...copy,
    applied: copy.applied.map((applied) => ({ ...applied, generation: created.generation })),
    phaseSince: now,
    createdAt: now,
  };
}

/** The controller is stopped, so the status stays what it is given. */
async function createRollout(ground: Ground, rollout: unknown): Promise<{ uid: string; generation: number }> {
  const api = ground.cluster.api();
  const { apiVersion, kind, metadata, spec, status } = recordAt(rollout);
  const name = textAt(metadata, 'name') ?? '';
  const { labels, annotations } = recordAt(metadata);
  const created = await api.ok({
    method: 'POST',
    path: rolloutPath(ground),
    body: { apiVersion, kind, metadata: { name, labels, annotations }, spec },
  });
  const generation = 1;
  const told = isRecord(status) ? { ...status, observedGeneration: String(generation) } : {};
  await api.mergePatch(`${rolloutPath(ground, name)}/status`, { status: told });
  return { uid: textAt(created, 'metadata', 'uid') ?? '', generation };
}
