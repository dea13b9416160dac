import { sql, type Insertable, type Transaction } from 'kysely';
import type { Workload } from '../ports.ts';
import type { Tables, WorkloadLocksTable } from './tables.ts';

export interface TakenLock {
  readonly workload: Workload;
  readonly by: string;
}

/**
 * Takes the locks one after the other, and stops at the first that an open deployment holds, which it returns.
 * In sorted order, so that two transactions never wait for each other. The update that changes nothing keeps the
 * holder from ending until the caller has read it.
 */
export async function takeLocks(
  transaction: Transaction<Tables>,
  deploymentId: string,
  workloads: readonly Workload[],
): Promise<TakenLock | undefined> {
  for (const workload of sorted(workloads)) {
    const lock = await transaction
      .insertInto('workload_locks')
      .values(lockRow(deploymentId, workload))
      .onConflict((conflict) =>
        conflict
          .columns(['account', 'namespace', 'kind', 'name'])
          .doUpdateSet({ deployment_id: sql`workload_locks.deployment_id` }),
      )
      .returning('deployment_id')
      .executeTakeFirstOrThrow();
    if (lock.deployment_id !== deploymentId) return { workload, by: lock.deployment_id };
  }
  return undefined;
}

/** In the order in which they are taken. */
export function lockRows(
  deploymentId: string,
  workloads: readonly Workload[],
): readonly Insertable<WorkloadLocksTable>[] {
  return sorted(workloads).map((workload) => lockRow(deploymentId, workload));
}

function lockRow(deploymentId: string, { account, namespace, kind, name }: Workload): Insertable<WorkloadLocksTable> {
  return { account, namespace, kind, name, deployment_id: deploymentId };
}

/** By code units, the same on every replica. */
function sorted(workloads: readonly Workload[]): readonly Workload[] {
  const keyed = workloads.map((workload) => ({ workload, key: keyOf(workload) }));
  keyed.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  return keyed.map(({ workload }) => workload);
}

function keyOf({ account, namespace, kind, name }: Workload): string {
  return JSON.stringify([account, namespace, kind, name]);
}
