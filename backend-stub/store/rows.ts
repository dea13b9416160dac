import { sql, type Insertable, type RawBuilder, type Selectable } from 'kysely';
import type { Origin, StageOrigin } from '../deployment/origin.ts';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import type { Opening, Sealing } from './sealing.ts';
import type { DecisionsTable, DeploymentsTable, Details } from './tables.ts';

/** Whole records; everything but the lease and `changed_at`. */
export const recordColumns = [
  'id',
  'execution_id',
  'stage_id',
  'attempt',
  'machine',
  'idempotency_key',
  'request_hash',
  'application',
  'requester',
  'account',
  'phase',
  'outcome',
  'status',
  'progress',
  'summary',
  'plan',
  'details',
  'phase_since',
  'created_at',
  'ended_at',
] as const satisfies readonly (keyof DeploymentsTable)[];

type RecordRow = Pick<Selectable<DeploymentsTable>, (typeof recordColumns)[number]>;

export function toRow(record: DeploymentRecord, sealing: Sealing): Insertable<DeploymentsTable> {
  const { id, origin, application, requester, account, plan, createdAt } = record;
  return {
    id,
    ...originColumns(origin),
    application,
    requester,
    account,
    plan: JSON.stringify(sealing.seal(plan, id)),
    created_at: createdAt,
    ...changingColumns(record),
    ended_at: record.endedAt ?? null,
  };
}

type ChangingColumn = 'phase' | 'outcome' | 'status' | 'progress' | 'summary' | 'details' | 'phase_since';

/** What a deployment changes while it runs. Stage, plan and requester are not among it: an adoption must survive a save. */
export function changingColumns(record: DeploymentRecord): Pick<Insertable<DeploymentsTable>, ChangingColumn> {
  const { origin, policy, before, applied, bindings, rollouts, events } = record;
  const { warnings, approvedSteps, ending } = record;
  const optional = defined({ warnings, approvedSteps, ending });
  const details: Details = { ...chain(origin), policy, before, applied, bindings, rollouts, events, ...optional };
  return {
    phase: record.phase,
    outcome: record.outcome ?? null,
    status: record.status,
    progress: storable(record.progress),
    summary: storable(record.summary),
    details: JSON.stringify(details),
    phase_since: record.phaseSince,
  };
}

/** Chosen by the caller, or the database's time. */
export function endedAt({ outcome, endedAt: chosen }: DeploymentRecord): Date | RawBuilder<Date> | null {
  if (outcome === undefined) return null;
  return chosen ?? sql<Date>`clock_timestamp()`;
}

export function toRecord(row: RecordRow, sealing: Opening): DeploymentRecord {
  const { id, application, requester, account, phase, status, progress, summary } = row;
  const { pipeline, triggeredBy, ...details } = row.details;
  return {
    id,
    origin: toOrigin(row, defined({ pipeline, triggeredBy })),
    ...{ application, requester, account, phase, status, progress, summary },
    ...details,
    plan: sealing.open(row.plan, id),
    phaseSince: row.phase_since,
    createdAt: row.created_at,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}

type OriginColumn = 'execution_id' | 'stage_id' | 'attempt' | 'machine' | 'idempotency_key' | 'request_hash';

function originColumns(origin: Origin): Pick<Insertable<DeploymentsTable>, OriginColumn> {
  switch (origin.kind) {
    case 'stage': {
      const { executionId, stageId, attempt } = origin.stage;
      const stage = { execution_id: executionId, stage_id: stageId, attempt };
      return { ...stage, machine: null, idempotency_key: null, request_hash: null };
    }
    case 'machine': {
      const machine = { machine: origin.subject, idempotency_key: origin.key, request_hash: origin.request };
      return { execution_id: null, stage_id: null, attempt: null, ...machine };
    }
  }
}

function chain(origin: Origin): Chain {
  return origin.kind === 'stage' ? defined({ pipeline: origin.pipeline, triggeredBy: origin.triggeredBy }) : {};
}

type Chain = Pick<StageOrigin, 'pipeline' | 'triggeredBy'>;

/** A check of the database keeps each row whole. */
function toOrigin(row: Pick<RecordRow, OriginColumn | 'id'>, chainOf: Chain): Origin {
  const { machine: subject, idempotency_key: key, request_hash: request } = row;
  if (subject !== null && key !== null && request !== null) return { kind: 'machine', subject, key, request };
  const { execution_id: executionId, stage_id: stageId, attempt } = row;
  if (executionId !== null && stageId !== null && attempt !== null)
    return { kind: 'stage', stage: { executionId, stageId, attempt }, ...chainOf };
  throw new TypeError(`Deployment ${row.id} was asked for by nobody.`);
}

export function toDecision(row: Omit<Selectable<DecisionsTable>, 'alike' | 'ordinal'>): DecisionRecord {
  return {
    id: row.id,
    deploymentId: row.deployment_id,
    action: row.action,
    by: row.made_by,
    at: row.made_at,
    seen: row.seen,
    state: row.state,
    ...(row.as_admin === true ? { asAdmin: true } : {}),
    ...(row.comment === null ? {} : { comment: row.comment }),
    ...(row.result === null ? {} : { result: row.result }),
  };
}

/** PostgreSQL text can't hold U+0000, and what pods and people say may. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD');
}
