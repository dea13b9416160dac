import { sql, type Kysely, type RawBuilder } from 'kysely';
import { decisionEntry } from '../audit/entries.ts';
import type { AuditActor } from '../contract/audit.ts';
import type { DecisionRecord } from '../deployment/record.ts';
import type { Settlement } from '../ports.ts';
import { due } from './audit.ts';
import { DecisionOvertaken, DeploymentNotOpen, hasState } from './errors.ts';
import { storable, toDecision } from './rows.ts';
import type { Tables } from './tables.ts';

/** Codes of the trigger that holds the deployment open, and counts, within the insert (`migrations/0003`). */
const notOpen = 'GN004';
const overtaken = 'GN005';

/**
 * Waits for an end that is being written, so that no decision is accepted for a deployment that is over, and for decisions
 * about the same deployment, so that they come one after the other.
 */
export async function addDecision(
  database: Kysely<Tables>,
  decision: DecisionRecord,
  { after, by: maker }: { readonly after?: number | undefined; readonly by?: AuditActor | undefined },
): Promise<void> {
  const { id, deploymentId, action, by, asAdmin, seen, comment, at, state, result } = decision;
  await database
    .with('written', (each) => each.insertInto('audit_due').values(due(decisionEntry(decision, maker))))
    .insertInto('decisions')
    .values({
      ...{ id, deployment_id: deploymentId, action, made_at: at, state, alike: after ?? null },
      made_by: storable(by),
      as_admin: asAdmin ?? null,
      seen: JSON.stringify(seen),
      comment: storableOrNull(comment),
      result: storableOrNull(result),
    })
    .execute()
    .catch((error: unknown) => {
      if (hasState(error, notOpen)) throw new DeploymentNotOpen(deploymentId);
      if (hasState(error, overtaken)) throw new DecisionOvertaken(deploymentId);
      throw error;
    });
}

/** In the order in which they came. */
export async function decisionsOf(database: Kysely<Tables>, deploymentId: string): Promise<readonly DecisionRecord[]> {
  const rows = await database
    .selectFrom('decisions')
    .select(['id', 'deployment_id', 'action', 'made_by', 'as_admin', 'made_at', 'seen', 'comment', 'state', 'result'])
    .where('deployment_id', '=', deploymentId)
    .orderBy('ordinal')
    .execute();
  return rows.map(toDecision);
}

/**
 * To be run beside a save of their deployment, `saved`, which answers no row when it was not saved. The first result stays:
 * whoever carries a decision out again after a crash finds it settled.
 */
export function settlingOf(settled: readonly Settlement[]): RawBuilder<{ id: string }> {
  const results = settled.map((settlement) => ({ ...settlement, result: storable(settlement.result) }));
  return sql<{ id: string }>`(
    update decisions set state = came.state, result = came.result
    from saved, json_to_recordset(${JSON.stringify(results)}::json) as came(id text, state text, result text)
    where decisions.id = came.id and decisions.state = 'accepted'
    returning decisions.id)`;
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
