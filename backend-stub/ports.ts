import type { AuditLedger } from './audit/ledger.ts';
import type { AuditActor, AuditEntry } from './contract/audit.ts';
import type { StageAttempt } from './contract/orca.ts';
import type { Refusal } from './contract/refusal.ts';
import type { ApprovalMessage, ApproverCall, CallKey } from './deployment/approver-call.ts';
import type { KubernetesObject, ObjectReference } from './deployment/kubernetes-object.ts';
import type { KeptPlan } from './deployment/kept-plan.ts';
import type { Beginning, WantedLeases } from './deployment/lease.ts';
import type { MachineOrigin } from './deployment/origin.ts';
import type { DecisionRecord, DeploymentRecord, GiveBackRecord } from './deployment/record.ts';
import type { Execution } from './deployment/execution.ts';
import type { TokenClaims } from './access/machine-caller.ts';
import type { NonceTerms } from './access/stage-decision.ts';
import type { UserPermissions } from './access/permissions.ts';
import type { Pipeline } from './pipelines/pipeline.ts';
import type { KnownAccount, PipelineIdentities } from './pipelines/service-accounts.ts';

/** The time, so that tests can move it. */
export interface Clock {
  /** To be shown and kept. A host's clock is set forth and back, and another replica's is not the same. */
  now(): Date;
  /** Milliseconds since some moment: for how long something took, whatever is done to the host's clock meanwhile. */
  elapsed(): number;
}

/** Clusters by account. Every method may throw the errors of `control-plane/errors.ts`; none retries for long. */
export interface ControlPlane {
  accounts(): readonly AccountDescription[];
  /** The object as the API server has it now, or undefined when it does not exist. */
  read(account: string, reference: ObjectReference): Promise<KubernetesObject | undefined>;
  list(account: string, selection: Selection): Promise<readonly KubernetesObject[]>;
  /**
   * Server-side apply with our field manager, forced. `metadata.resourceVersion` and `metadata.uid` in it make it conditional;
   * the version alone would create an object that was deleted meanwhile (measured).
   */
  apply(account: string, object: KubernetesObject, options?: WriteOptions): Promise<KubernetesObject>;
  /** Merge patch; a `metadata.resourceVersion` in it makes it conditional. */
  patch(account: string, reference: ObjectReference, patch: MergePatch): Promise<KubernetesObject>;
  /**
   * Deletes the object as it was read, else throws `ClusterConflict`; what it owns goes with it, in the background. That it
   * is gone already is no failure. `dryRun`: nothing is deleted, and only whether it might be is told.
   */
  delete(account: string, object: KubernetesObject, options?: WriteOptions): Promise<void>;
  /** What the shared watch knows of a rollout. Costs no call. */
  observe(account: string, reference: ObjectReference): Observation;
  /** Makes sure that rollouts of this namespace are watched, and calls the listener after each change; returns its end. */
  watch(account: string, namespace: string, listener: RolloutListener): () => void;
}

export interface AccountDescription {
  readonly name: string;
  /** Namespaces a deployment may touch; undefined: all. */
  readonly namespaces?: readonly string[];
  readonly defaultNamespace?: string;
  /** Organisation and environment, `acme/production`: machines of another one see nothing of it. Absent: `default`. */
  readonly tenant?: string;
}

export interface Selection {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly labels?: string;
}

export interface WriteOptions {
  readonly dryRun?: boolean;
}

export interface MergePatch {
  readonly body: Readonly<Record<string, unknown>>;
  readonly subresource?: 'status';
  readonly dryRun?: boolean;
}

/** `unknown` is never `absent`: nothing is decided on what was not seen. */
export type Observation =
  | { readonly kind: 'present'; readonly object: KubernetesObject }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: string };

export type RolloutListener = (reference: ObjectReference) => void;

/** Orca's executions, read with the service's own identity. */
export interface Executions {
  /** Throws `ExecutionsUnavailable` when Orca can't tell. */
  read(executionId: string): Promise<ExecutionAnswer>;
}

export type ExecutionAnswer =
  | { readonly kind: 'found'; readonly execution: Execution }
  | { readonly kind: 'missing' }
  /** An empty 200: the read identity has no READ on the application. */
  | { readonly kind: 'unreadable' };

/** Who may what, by Fiat. */
export interface Authorizations {
  readonly mode: 'fiat' | 'open';
  /** Throws `AuthorizationsUnavailable` on 503 and when Fiat can't be reached: unknown is not denied. */
  permissions(user: string): Promise<UserPermissions | undefined>;
  /** What is open to whoever is nobody: what a run without an account may. Throws as `permissions`. */
  everybody(): Promise<UserPermissions | undefined>;
  /** Roles that have WRITE on an account, as Clouddriver shows them; undefined when that can't be told. */
  accountWriters(account: string): Promise<readonly string[] | undefined>;
}

/** Pipelines and service accounts, as Front50 keeps them. All throw `PipelinesUnavailable`. */
export interface Pipelines {
  /** As this user may read them. */
  ofApplication(application: string, user: string): Promise<readonly Pipeline[]>;
  /** All of them, whoever may read them; without what they do. */
  all(): Promise<readonly PipelineIdentities[]>;
  /** By their names, lower-cased. */
  serviceAccounts(): Promise<ReadonlyMap<string, KnownAccount>>;
}

/** Who a machine is, by the token that an issuer gave it. */
export interface MachineTokens {
  /** Throws `IssuerUnavailable` when the token can't be checked, since its issuer does not answer: ask again. */
  read(token: string): Promise<TokenClaims | Refusal>;
}

/** Calls people, by Echo. Never throws: what can go wrong is an answer. */
export interface Notifications {
  send(message: ApprovalMessage): Promise<SendResult>;
}

export type SendResult =
  | { readonly kind: 'sent' }
  | {
      readonly kind: 'failed';
      /** A sentence for people; what only operators need is in the cause. */
      readonly reason: string;
      /** Nothing was sent, and a later try may do better. */
      readonly again: boolean;
      readonly cause?: Error;
    };

/**
 * What a cluster forgets. All methods throw `StoreUnavailable` when the database can't be reached.
 *
 * Whatever is asked, decided or ended is written down in the audit in the same transaction, or not done. `by` is who asked,
 * with what Fiat said of him; where it is left out, the audit tells the name only that the record has.
 */
export interface Store {
  /** What was written down. */
  readonly audit: AuditLedger;
  /** Takes the workload locks and keeps the deployment, in one transaction, or says what stands in the way. */
  create(record: DeploymentRecord, workloads: readonly Workload[], beginning?: Beginning): Promise<CreateResult>;
  read(id: string): Promise<DeploymentRecord | undefined>;
  /** As `read`, without its Secret data, which stays sealed: all else is told whatever became of the key. */
  readSealed(id: string): Promise<DeploymentRecord | undefined>;
  findByAttempt(stage: StageAttempt): Promise<string | undefined>;
  findByKey(start: MachineStart): Promise<string | undefined>;
  /** The open deployment of a stage, whatever its attempt. */
  findOpen(executionId: string, stageId: string): Promise<DeploymentRecord | undefined>;
  /** A later attempt of the same stage takes an open deployment up. */
  adopt(id: string, stage: StageAttempt, by?: AuditActor): Promise<void>;
  /** Newest first; without Secret data. With `accounts`, only those on one of them. */
  byApplication(application: string, most: number, accounts?: readonly string[]): Promise<readonly DeploymentRecord[]>;
  /**
   * Takes the lease of open deployments that nobody holds, as many as are wanted; renews those held by this replica. Each that is
   * answered lasts for another half of `leaseMilliseconds` at least.
   */
  claim(replica: string, leaseMilliseconds: number, wanted: number | WantedLeases): Promise<readonly string[]>;
  /** Lets nobody else take this lease for the next seconds. Throws `LeaseLost` where this replica does not hold it any more. */
  hold(replica: string, id: string): Promise<void>;
  /** Gives back all leases of this replica. */
  release(replica: string): Promise<void>;
  /**
   * Writes what changed and holds the lease as `hold` does, else throws `LeaseLost`, and settles decisions with it: all
   * or nothing, so that no crash in between forgets what came of them. An outcome is never overwritten, and settles as
   * failed what nobody has carried out.
   */
  save(replica: string, record: DeploymentRecord, beside?: readonly Settlement[] | SavedBeside): Promise<void>;
  /** Undefined where nothing was tried on the cluster yet. */
  keptPlan(id: string): Promise<KeptPlan | undefined>;
  /** Ends an open deployment whoever holds its lease (superseded by a later attempt). */
  end(record: DeploymentRecord): Promise<void>;
  /**
   * With `after`, only when so many decisions to do the same have been made before, else throws `DecisionOvertaken`: of
   * two people who looked at the same state, one is written down.
   */
  addDecision(decision: DecisionRecord, after?: number, by?: AuditActor): Promise<void>;
  decisions(deploymentId: string): Promise<readonly DecisionRecord[]>;
  /** Keeps what a nonce is given for; from then on it is good for `nonceSeconds`, by the store's time. */
  keepNonce(terms: NonceTerms): Promise<void>;
  /** Takes it out of use, once, whichever replica asks; undefined where it is not known, or was taken out of use before. */
  burnNonce(nonce: string): Promise<(NonceTerms & { readonly expired: boolean }) | undefined>;
  /** Ids of open deployments that have accepted decisions to be carried out. */
  undecided(): Promise<readonly string[]>;
  /** The store's own time, by which changes of status lines are stamped: the replicas' clocks do not matter. */
  now(): Promise<Date>;
  /** Status lines that changed at or after a moment of the store's time, for the cache that answers polls. */
  statusSince(moment: Date): Promise<readonly StatusLine[]>;
  status(id: string): Promise<StatusLine | undefined>;
  recordPolls(polls: readonly Poll[]): Promise<void>;
  /** How many milliseconds ago Orca asked, whichever replica it was; undefined when it has not yet. */
  sinceLastPoll(id: string): Promise<number | undefined>;
  /** Open deployments of stages, held by this replica, that Orca has not asked about for so long (and that are as old). */
  unpolled(replica: string, milliseconds: number): Promise<readonly string[]>;
  /** Notes that approvers are to be called. Who is noted already stays as he is: nobody is called twice. */
  noteCalls(calls: readonly CallKey[]): Promise<void>;
  /** Takes a call that is due, so that nobody else makes it; says which attempt this is, or undefined when it is not due. */
  takeCall(call: CallKey): Promise<number | undefined>;
  /** The first end stays. */
  settleCall(call: CallKey, result: CallResult): Promise<void>;
  /** Ends, as failed, what was taken so long ago that whoever did so must have been stopped. */
  giveUpCalls(deploymentId: string, stopped: { milliseconds: number; reason: string }): Promise<void>;
  calls(deploymentId: string): Promise<readonly ApproverCall[]>;
  /**
   * Keeps that the workloads of an ended deployment are to be given back and takes their locks, which no deployment gets
   * until it is settled. Whoever asks while one is under way gets that one.
   */
  askGiveBack(giveBack: GiveBackRecord, workloads: readonly Workload[], by?: AuditActor): Promise<GiveBackAnswer>;
  /** Of a deployment, in the order in which they came. */
  giveBacks(deploymentId: string): Promise<readonly GiveBackRecord[]>;
  /** Those that this replica is to carry out: its own, whose leases it renews, and all that nobody holds. */
  claimGiveBacks(replica: string, leaseMilliseconds: number): Promise<readonly GiveBackRecord[]>;
  /** Keeps how far it is, while the lease is held by this replica; else does nothing. */
  tellGiveBack(replica: string, id: string, sentence: string): Promise<void>;
  /** Lets the workloads go. Throws `LeaseLost` where another replica goes on with it. */
  settleGiveBack(replica: string, id: string, end: GiveBackEnd): Promise<void>;
  health(): Promise<void>;
  close(): Promise<void>;
}

/** How a machine names what it starts. */
export interface MachineStart extends Pick<MachineOrigin, 'subject' | 'key'> {
  readonly tenant: string;
}

/** What is written together with a record. */
export interface SavedBeside {
  readonly settled?: readonly Settlement[];
  readonly noted?: readonly AuditEntry[];
  /** What will be changed; the latest stays. */
  readonly plan?: KeptPlan;
}

export interface Workload {
  readonly account: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

export type CreateResult =
  | { readonly kind: 'created' }
  /** The same attempt, or the same key of a machine, came first; to another replica perhaps. */
  | { readonly kind: 'exists'; readonly id: string }
  | HeldWorkload;

/** A lock as somebody else holds it: a deployment that is open, or one whose workloads are being given back. */
export interface HeldWorkload {
  readonly kind: 'locked';
  readonly workload: Workload;
  readonly by: DeploymentRecord;
}

export type GiveBackAnswer = { readonly kind: 'asked'; readonly giveBack: GiveBackRecord } | HeldWorkload;

export interface GiveBackEnd {
  readonly state: 'done' | 'failed';
  readonly sentence: string;
}

export interface StatusLine {
  readonly id: string;
  readonly status: DeploymentRecord['status'];
  readonly progress: string;
  readonly summary: string;
  readonly open: boolean;
  readonly changedAt: Date;
}

/** What came of a decision. The first settlement stays. */
export interface Settlement {
  readonly id: string;
  readonly state: 'done' | 'failed';
  readonly result: string;
}

/** `due`: it is tried again. */
export type CallResult = { readonly state: 'sent' } | { readonly state: 'due' | 'failed'; readonly reason: string };

export interface Poll {
  readonly id: string;
  /** How many milliseconds ago. */
  readonly ago: number;
}

/** Answers of the outside that stop a request: a refusal, or undefined when all is well. */
export type Verdict = Refusal | undefined;
