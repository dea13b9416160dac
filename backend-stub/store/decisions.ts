import { sql, type Kysely } from 'kysely';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import type { Settlement } from '../ports.ts';
import { DeploymentNotOpen } from './errors.ts';
import { storable, toDecision } from './rows.ts';
import type { Tables } from './tables.ts';

/** The share lock makes an end wait, so that no decision is accepted for a deployment that is over. */
export async function addDecision(database: Kysely<Tables>, decision: DecisionRecord): Promise<void> {
  const { id, deploymentId, action, by, seen, comment, at, state, result } = decision;
  const { rows } = await sql<{ id: string }>`
    insert into decisions (id, deployment_id, action, made_by, made_at, seen, comment, state, result)
    select ${id}::text, d.id, ${action}::text, ${storable(by)}::text, ${at}::timestamptz, ${JSON.stringify(seen)}::json,
      ${storableOrNull(comment)}::text, ${state}::text, ${storableOrNull(result)}::text
    from (select id from deployments where id = ${deploymentId} and outcome is null for share) d
    returning id`.execute(database);
  if (rows.length === 0) throw new DeploymentNotOpen(deploymentId);
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
