import { sql, type Kysely } from 'kysely';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import type { Settlement } from '../ports.ts';
import { DecisionOvertaken, DeploymentNotOpen } from './errors.ts';
import { storable, toDecision } from './rows.ts';
import type { Tables } from './tables.ts';

/**
 * The lock makes an end wait, so that no decision is accepted for a deployment that is over, and makes two decisions come
 * one after the other: counted in a statement of its own, which sees what the one before wrote.
 */
export async function addDecision(database: Kysely<Tables>, decision: DecisionRecord, after?: number): Promise<void> {
  const { id, deploymentId, action, by, seen, comment, at, state, result } = decision;
  await database.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ id: string }>`
      select id from deployments where id = ${deploymentId} and outcome is null for update`.execute(transaction);
    if (rows.length === 0) throw new DeploymentNotOpen(deploymentId);
    const alike = (await decisionsOf(transaction, deploymentId)).filter((earlier) => earlier.action === action);
    if (after !== undefined && alike.length !== after) throw new DecisionOvertaken(deploymentId);
    await sql`
      insert into decisions (id, deployment_id, action, made_by, made_at, seen, comment, state, result)
      values (${id}::text, ${deploymentId}::text, ${action}::text, ${storable(by)}::text, ${at}::timestamptz,
        ${JSON.stringify(seen)}::json, ${storableOrNull(comment)}::text, ${state}::text,
        ${storableOrNull(result)}::text)`.execute(transaction);
  });
}

/** In the order in which they came. */
export async function decisionsOf(database: Kysely<Tables>, deploymentId: string): Promise<readonly DecisionRecord[]> {
  const rows = await database
    .selectFrom('decisions')
    .select(['id', 'deployment_id', 'action', 'made_by', 'made_at', 'seen', 'comment', 'state', 'result'])
    .where('deployment_id', '=', deploymentId)
    .orderBy('ordinal')
    .execute();
  return rows.map(toDecision);
}

/** The first result stays: whoever carries a decision out again after a crash finds it settled. */
export async function settleDecision(database: Kysely<Tables>, { id, state, result }: Settlement): Promise<void> {
  await database
    .updateTable('decisions')
    .set({ state, result: storable(result) })
    .where('id', '=', id)
    .where('state', '=', 'accepted')
    .execute();
}

/** What was accepted and not carried out before the end never will be. */
export async function settleRest(
  database: Kysely<Tables>,
  { id, summary }: Pick<DeploymentRecord, 'id' | 'summary'>,
): Promise<void> {
  await database
    .updateTable('decisions')
    .set({ state: 'failed', result: storable(`The deployment ended first: ${summary}`) })
    .where('deployment_id', '=', id)
    .where('state', '=', 'accepted')
    .execute();
}

export async function undecided(database: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('decisions')
    .innerJoin('deployments', 'deployments.id', 'decisions.deployment_id')
    .select('decisions.deployment_id')
    .distinct()
    .where('decisions.state', '=', 'accepted')
    .where('deployments.outcome', 'is', null)
    .execute();
  return rows.map(({ deployment_id }) => deployment_id);
}

function storableOrNull(text: string | undefined): string | null {
  return text === undefined ? null : storable(text);
}
