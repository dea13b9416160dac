import type { Kysely, Transaction } from 'kysely';
import type { StageAttempt } from '../contract/orca.ts';
import type { Origin } from '../deployment/origin.ts';
import type { MachineStart } from '../ports.ts';
import { AttemptTaken } from './errors.ts';
import type { Tables } from './tables.ts';

/** What is to be created, as far as it tells whether it was created before. */
export interface Asked {
  readonly id: string;
  readonly tenant: string;
  readonly origin: Origin;
}

/** The deployment that this was asked for as: ours, unless another came first. */
export async function takeOrigin(transaction: Transaction<Tables>, { id, tenant, origin }: Asked): Promise<string> {
  switch (origin.kind) {
    case 'stage':
      return takeAttempt(transaction, origin.stage, id);
    case 'machine':
      return (await keyOwner(transaction, { tenant, ...origin })) ?? id;
  }
}

/** The deployment that has this attempt: ours, unless another came first. Waits for a transaction that is taking it. */
export async function takeAttempt(transaction: Transaction<Tables>, stage: StageAttempt, id: string): Promise<string> {
  const { executionId, stageId, attempt } = stage;
  const taken = await transaction
    .insertInto('attempts')
    .values({ execution_id: executionId, stage_id: stageId, attempt, deployment_id: id })
    .onConflict((conflict) => conflict.columns(['execution_id', 'stage_id', 'attempt']).doNothing())
    .returning('deployment_id')
    .executeTakeFirst();
  const owner = taken?.deployment_id ?? (await attemptOwner(transaction, stage));
  if (owner === undefined) throw new AttemptTaken(stage);
  return owner;
}

export async function attemptOwner(
  database: Kysely<Tables>,
  { executionId, stageId, attempt }: StageAttempt,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('attempts')
    .select('deployment_id')
    .where('execution_id', '=', executionId)
    .where('stage_id', '=', stageId)
    .where('attempt', '=', attempt)
    .executeTakeFirst();
  return row?.deployment_id;
}

export async function keyOwner(
  database: Kysely<Tables>,
  { tenant, subject, key }: MachineStart,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('deployments')
    .select('id')
    .where('tenant', '=', tenant)
    .where('machine', '=', subject)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return row?.id;
}

/** Of two on one account, and so of one tenant. */
export function isSameStart(one: Origin, other: Origin): boolean {
  return one.kind === 'machine' && other.kind === 'machine' && one.subject === other.subject && one.key === other.key;
}
