import { sql, type Kysely, type Selectable } from 'kysely';
import type { ApproverCall, CallKey } from '../deployment/approver-call.ts';
import type { CallResult } from '../ports.ts';
import { storable } from './rows.ts';
import type { ApproverCallsTable, Tables } from './tables.ts';

/** Notes calls that are to be made; those that are noted already stay as they are. */
export async function noteCalls(database: Kysely<Tables>, calls: readonly CallKey[]): Promise<void> {
  if (calls.length === 0) return;
  await database
    .insertInto('approver_calls')
    .values(calls.map((call) => ({ ...columnsOf(call), state: 'due' as const })))
    .onConflict((conflict) => conflict.columns(['deployment_id', 'step_index', 'round', 'recipient']).doNothing())
    .execute();
}

/** How often it has been tried, this time counted; undefined when it is not due: another one has it, or it is settled. */
export async function takeCall(database: Kysely<Tables>, call: CallKey): Promise<number | undefined> {
  const row = await database
    .updateTable('approver_calls')
    .set({ state: 'sending', attempts: sql<number>`attempts + 1`, changed_at: sql<Date>`clock_timestamp()` })
    .where(isOf(call))
    .where('state', '=', 'due')
    .returning('attempts')
    .executeTakeFirst();
  return row?.attempts;
}

/** Does nothing to a call that is settled. */
export async function settleCall(database: Kysely<Tables>, call: CallKey, result: CallResult): Promise<void> {
  const reason = result.state === 'sent' ? null : storable(result.reason);
  await database
    .updateTable('approver_calls')
    .set({ state: result.state, reason, changed_at: sql<Date>`clock_timestamp()` })
    .where(isOf(call))
    .where('state', 'in', ['due', 'sending'])
    .execute();
}

/** Gives up what somebody began to send so long ago that he must have been stopped. By the database's clock. */
export async function giveUpCalls(
  database: Kysely<Tables>,
  deploymentId: string,
  { milliseconds, reason }: { readonly milliseconds: number; readonly reason: string },
): Promise<void> {
  await database
    .updateTable('approver_calls')
    .set({ state: 'failed', reason: storable(reason), changed_at: sql<Date>`clock_timestamp()` })
    .where('deployment_id', '=', deploymentId)
    .where('state', '=', 'sending')
    .where('changed_at', '<', sql<Date>`clock_timestamp() - ${milliseconds} * interval '1 millisecond'`)
    .execute();
}

export async function callsOf(database: Kysely<Tables>, deploymentId: string): Promise<readonly ApproverCall[]> {
  const rows = await database
    .selectFrom('approver_calls')
    .selectAll()
    .where('deployment_id', '=', deploymentId)
    .orderBy('round')
    .orderBy('step_index')
    .orderBy('recipient')
    .execute();
  return rows.map(toCall);
}

function columnsOf({ deploymentId, stepIndex, round, recipient }: CallKey) {
  return { deployment_id: deploymentId, step_index: stepIndex, round, recipient };
}

function isOf(call: CallKey) {
  const { deploymentId, stepIndex, round, recipient } = call;
  return sql<boolean>`(deployment_id, step_index, round, recipient)
    = (${deploymentId}::text, ${stepIndex}::integer, ${round}::integer, ${recipient}::integer)`;
}

function toCall(row: Selectable<ApproverCallsTable>): ApproverCall {
  return {
    ...{ deploymentId: row.deployment_id, stepIndex: row.step_index, round: row.round, recipient: row.recipient },
    ...{ state: row.state, attempts: row.attempts, changedAt: row.changed_at },
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
