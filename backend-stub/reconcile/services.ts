import type { ApplicationCreation } from '../creation/application-creation.ts';
import type { AuditActor } from '../contract/audit.ts';
import type { Announcements } from './announcements.ts';
import type { Command, DeploymentRecord } from '../deployment/record.ts';
import type { Finding } from '../contract/doctor.ts';
import type { DecisionChannel } from '../contract/stage-decision.ts';
import type { Outcome } from '../contract/report.ts';
import type { Graces } from '../deployment/conclude.ts';
import type { Redirection } from '../deployment/redirection.ts';
import type { Authorizations, CallResult, Clock, ControlPlane, CreateResult, Executions } from '../ports.ts';
import type { Notifications, Pipelines, Settlement, Store, Workload } from '../ports.ts';

/** What the use cases are given; the composition root decides what is behind it. */
export interface Services {
  readonly controlPlane: ControlPlane;
  readonly executions: Executions;
  readonly authorizations: Authorizations;
  readonly creation: ApplicationCreation;
  /** Absent where no Echo is configured. */
  readonly notifications?: Notifications;
  /** Absent where no Front50 is configured. */
  readonly pipelines?: Pipelines;
  /** What is wrong between Deck and the cluster, as it can be told from here. */
  readonly examine: () => Promise<readonly Finding[]>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly measures: Measures;
  readonly settings: Settings;
  readonly newId: () => string;
  /** Tells of deployments whose decisions were settled by this replica. */
  readonly settled: Announcements;
  /** Keeps a deployment, which this replica leads from then on. */
  readonly begin: Begin;
  /** Whether this replica, and certainly no other one, carries out what is decided of a deployment. */
  readonly leads: (id: string) => boolean;
  /** Says that a deployment wants to be looked at now. */
  readonly wake: (id: string) => void;
  /** Adds an event, once, to a deployment that this replica advances. */
  readonly tell: (id: string, sentence: string) => void;
}

export type Begin = (record: DeploymentRecord, workloads: readonly Workload[], by: AuditActor) => Promise<CreateResult>;

/** What operators watch. Counting never fails. */
export interface Measures {
  /** Something failed and is tried again. */
  retry(work: RetriedWork, error: unknown): void;
  ended(outcome: Outcome): void;
  /** Something came of what was decided. */
  decided(action: Command, result: DecisionEnd): void;
  /** Something came of one try to call an approver. */
  called(result: CallEnd): void;
  /** A refusal that could not be written down. */
  unwritten(): void;
  /** A stage was seen that would send our credential elsewhere, by this key. */
  redirected(key: Redirection['key']): void;
}

/** `overtaken`: the deployment ended first, or began to abort. */
export type DecisionEnd = Settlement['state'] | 'overtaken';

/** `overtaken`: it was decided before the call could be made. */
export type CallEnd = CallResult['state'] | 'overtaken';

/** Everything that is tried again by itself; docs/operate.md says for how long. */
export type RetriedWork =
  'deployment' | 'leases' | 'status lines' | 'execution' | 'approver call' | 'watch' | 'give-back';

export interface Settings {
  /** Names this process in leases; another one after each start. */
  readonly replica: string;
  /** What Orca is told to poll: absolute, as Orca reaches us. */
  readonly publicUrl: string;
  readonly graces: Graces;
  /** Where people reach Deck: the base of links to executions. */
  readonly deckUrl?: string;
  /** False: a manifest with Secret data is refused, since it could not be kept sealed. */
  readonly canSeal: boolean;
  /** By whose word a decision is somebody's; absent: Gate's proxy's. */
  readonly decisions?: DecisionChannel;
}

/** Structured logging: an event name and fields. An error goes under `err`, where its cause is kept and its secrets are not. */
export interface Log {
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

export function workloadsOf(
  record: DeploymentRecord,
): readonly { account: string; namespace: string; kind: string; name: string }[] {
  return record.plan.objects
    .filter(({ treatment }) => treatment === 'progressive')
    .map(({ object }) => ({
      account: record.account,
      namespace: object.metadata.namespace ?? '',
      kind: object.kind,
      name: object.metadata.name,
    }));
}
