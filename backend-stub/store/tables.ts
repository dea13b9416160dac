import type { ColumnType, Generated } from 'kysely';
import type { AuditAction, AuditKind } from '../contract/audit.ts';
import type { SeenRollout } from '../contract/decision.ts';
import type { OrcaStatusWord } from '../contract/orca.ts';
import type { StageAction, StageStamp } from '../contract/stage-decision.ts';
import type { OpenPhase, Outcome } from '../contract/report.ts';
import type { ApproverCall } from '../deployment/approver-call.ts';
import type { KeptPlan } from '../deployment/kept-plan.ts';
import type { StageOrigin } from '../deployment/origin.ts';
import type { DecisionRecord, DeploymentRecord, GiveBackRecord } from '../deployment/record.ts';
import type { SealedPlan } from './sealing.ts';

/** The tables as `migrations/` leaves them. JSON goes in as text, since drivers write arrays as PostgreSQL arrays. */
export interface Tables {
  readonly deployments: DeploymentsTable;
  readonly attempts: AttemptsTable;
  readonly workload_locks: WorkloadLocksTable;
  readonly decisions: DecisionsTable;
  readonly polls: PollsTable;
  readonly approver_calls: ApproverCallsTable;
  readonly kept_plans: KeptPlansTable;
  readonly give_backs: GiveBacksTable;
  readonly nonces: NoncesTable;
  readonly audit_records: AuditRecordsTable;
  readonly audit_heads: AuditHeadsTable;
  readonly audit_segments: AuditSegmentsTable;
  readonly audit_due: AuditDueTable;
}

/** Each of them, for who asks the database what may be done with it. */
export const tableNames: readonly string[] = Object.keys({
  deployments: true,
  attempts: true,
  workload_locks: true,
  decisions: true,
  polls: true,
  approver_calls: true,
  kept_plans: true,
  give_backs: true,
  nonces: true,
  audit_records: true,
  audit_heads: true,
  audit_segments: true,
  audit_due: true,
} satisfies Readonly<Record<keyof Tables, true>>);

export interface DeploymentsTable {
  id: string;
  /** With the next two: of a stage, else null. */
  execution_id: string | null;
  stage_id: string | null;
  /** The current attempt; earlier ones are in `attempts`. */
  attempt: string | null;
  /** With the next two: of a machine, else null. */
  machine: string | null;
  idempotency_key: string | null;
  request_hash: string | null;
  application: string;
  requester: string;
  account: string;
  /** Whose chain tells of it. */
  tenant: ColumnType<string, string | undefined, never>;
  phase: OpenPhase | 'ended';
  /** Latched: a trigger refuses to change it. Null as long as the deployment is open. */
  outcome: Outcome | null;
  status: OrcaStatusWord;
  progress: string;
  summary: string;
  /** Written once; only its seals are ever renewed (`reseal.ts`). Only whole records load it. */
  plan: ColumnType<SealedPlan, string, never>;
  details: ColumnType<Details, string, string>;
  phase_since: Date;
  created_at: Date;
  ended_at: Date | null;
  /** By the database's clock: when the status line last changed. */
  changed_at: ColumnType<Date, never, Date>;
  lease_owner: ColumnType<string | null, string | null | undefined, string | null>;
  lease_until: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

/** What only people who look at the whole deployment need. */
export type Details = Pick<StageOrigin, 'pipeline' | 'triggeredBy'> &
  Pick<
    DeploymentRecord,
    'policy' | 'before' | 'applied' | 'bindings' | 'rollouts' | 'events' | 'warnings' | 'approvedSteps' | 'ending'
  >;

export interface AttemptsTable {
  execution_id: string;
  stage_id: string;
  attempt: string;
  deployment_id: string;
}

/** One row for each workload that an open deployment holds. */
export interface WorkloadLocksTable {
  account: string;
  namespace: string;
  kind: string;
  name: string;
  deployment_id: string;
}

export interface DecisionsTable {
  id: string;
  deployment_id: string;
  action: DecisionRecord['action'];
  made_by: string;
  made_at: Date;
  seen: ColumnType<readonly SeenRollout[], string, never>;
  comment: string | null;
  /** Null: no admin, or not known. */
  as_admin: ColumnType<boolean | null, boolean | null, never>;
  state: DecisionRecord['state'];
  result: string | null;
  /** How many decisions to do the same had been made when its maker looked. Null: that does not matter. */
  alike: ColumnType<number | null, number | null, never>;
  /** Order of arrival. */
  ordinal: ColumnType<string, never, never>;
}

/** Apart from `deployments`: replicas write polls in batches, and must not wait for leases or saves. */
export interface PollsTable {
  deployment_id: string;
  polled_at: Date;
}

export interface KeptPlansTable {
  deployment_id: string;
  plan: ColumnType<KeptPlan, string, string>;
}

export interface GiveBacksTable {
  id: string;
  deployment_id: string;
  made_by: string;
  made_at: Date;
  state: GiveBackRecord['state'];
  sentence: string;
  /** Null: no admin, or not known. */
  as_admin: ColumnType<boolean | null, boolean | null, never>;
  /** Order of arrival. */
  ordinal: ColumnType<string, never, never>;
  lease_owner: ColumnType<string | null, never, string | null>;
  lease_until: ColumnType<Date | null, never, Date | null>;
}

export interface NoncesTable {
  nonce: string;
  deployment_id: string;
  action: StageAction;
  made_by: string;
  /** Of the stage's last writer, when it was given. */
  stamp: ColumnType<StageStamp | null, string | null, never>;
  expires_at: Date;
  /** Null as long as nobody has seen it on a stage. */
  burnt_at: Date | null;
}

export interface ApproverCallsTable {
  deployment_id: string;
  step_index: number;
  round: number;
  recipient: number;
  state: ApproverCall['state'];
  attempts: Generated<number>;
  reason: string | null;
  changed_at: ColumnType<Date, never, Date>;
}

/** Written by a trigger, and by nobody else. Beside the text that was hashed: what it is searched by. */
export interface AuditRecordsTable {
  tenant: ColumnType<string, never, never>;
  sequence: ColumnType<string, never, never>;
  at: ColumnType<Date, never, never>;
  kind: ColumnType<AuditKind, never, never>;
  action: ColumnType<AuditAction, never, never>;
  actor: ColumnType<string, never, never>;
  /** Lower-cased. */
  application: ColumnType<string | null, never, never>;
  account: ColumnType<string | null, never, never>;
  deployment: ColumnType<string | null, never, never>;
  canonical: ColumnType<string, never, never>;
  previous: ColumnType<string, never, never>;
  hash: ColumnType<string, never, never>;
}

/** Where each chain ends, and how many records of each kind are in it. */
export interface AuditHeadsTable {
  tenant: ColumnType<string, never, never>;
  sequence: ColumnType<string, never, never>;
  hash: ColumnType<string, never, never>;
  commands: ColumnType<string, never, never>;
  decisions: ColumnType<string, never, never>;
  outcomes: ColumnType<string, never, never>;
  refusals: ColumnType<string, never, never>;
}

export interface AuditSegmentsTable {
  tenant: string;
  segment: ColumnType<string, number, never>;
  first: ColumnType<string, number, never>;
  last: ColumnType<string, number, never>;
  statement: string;
  signature: string;
}

/** What a transaction has to write down when it commits. */
export interface AuditDueTable {
  /** Of what is about no deployment. */
  tenant: string | undefined;
  entry: string;
}
