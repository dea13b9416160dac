import { sql, type Kysely } from 'kysely';
import type { NonceTerms } from '../access/stage-decision.ts';
import type { AuditActor } from '../contract/audit.ts';
import type { StageAttempt } from '../contract/orca.ts';
import type { ApproverCall, CallKey } from '../deployment/approver-call.ts';
import type { KeptPlan } from '../deployment/kept-plan.ts';
import type { Beginning, WantedLeases } from '../deployment/lease.ts';
import type { DecisionRecord, DeploymentRecord, GiveBackRecord } from '../deployment/record.ts';
import type { CallResult, CreateResult, GiveBackAnswer, GiveBackEnd, MachineStart, Poll } from '../ports.ts';
import type { SavedBeside, Settlement, StatusLine, Store, Workload } from '../ports.ts';
import { callsOf, giveUpCalls, noteCalls, settleCall, takeCall } from './approver-calls.ts';
import { SqlAudit } from './audit.ts';
import type { TenantOf } from './audit.ts';
import { addDecision, decisionsOf, undecided } from './decisions.ts';
import { Deployments } from './deployments.ts';
import {
  askGiveBack,
  claimGiveBacks,
  giveBacksOf,
  releaseGiveBacks,
  settleGiveBack,
  tellGiveBack,
} from './give-backs.ts';
import { keptPlan } from './kept-plans.ts';
import { claim, hold, release } from './leases.ts';
import { burnNonce, keepNonce } from './nonces.ts';
import { Sealing } from './sealing.ts';
import { recordPolls, sinceLastPoll, unpolled } from './polls.ts';
import { now, statusOf, statusSince } from './status-lines.ts';
import type { Tables } from './tables.ts';

export interface SqlStoreOptions {
  readonly sealingKeys: readonly Uint8Array[];
  /** Without it everything is the tenant `default`. */
  readonly tenantOf?: TenantOf | undefined;
  /** Ends the connections. A pool that was ended answers as an unreachable database does; kysely's own end does not. */
  readonly end: () => Promise<void>;
}

/** The port `Store` in SQL that PostgreSQL and PGlite both understand. */
export class SqlStore implements Store {
  readonly audit: SqlAudit;
  readonly #database: Kysely<Tables>;
  readonly #deployments: Deployments;

  readonly #end: () => Promise<void>;
  #ended: Promise<void> | undefined;

  constructor(database: Kysely<Tables>, { sealingKeys, tenantOf = () => 'default', end }: SqlStoreOptions) {
    this.audit = new SqlAudit(database, tenantOf);
    this.#database = database;
    this.#end = end;
    this.#deployments = new Deployments(database, { sealing: new Sealing(sealingKeys), tenantOf });
  }

  create(record: DeploymentRecord, workloads: readonly Workload[], beginning: Beginning = {}): Promise<CreateResult> {
    return this.#deployments.create(record, workloads, beginning);
  }
  read(id: string): Promise<DeploymentRecord | undefined> {
    return this.#deployments.read(id);
  }
  readSealed(id: string): Promise<DeploymentRecord | undefined> {
    return this.#deployments.readSealed(id);
  }
  findByAttempt(stage: StageAttempt): Promise<string | undefined> {
    return this.#deployments.findByAttempt(stage);
  }
  findByKey(start: MachineStart): Promise<string | undefined> {
    return this.#deployments.findByKey(start);
  }
  findOpen(executionId: string, stageId: string): Promise<DeploymentRecord | undefined> {
    return this.#deployments.findOpen(executionId, stageId);
  }
  adopt(id: string, stage: StageAttempt, by?: AuditActor): Promise<void> {
    return this.#deployments.adopt(id, stage, by);
  }
  byApplication(application: string, most: number, accounts?: readonly string[]): Promise<readonly DeploymentRecord[]> {
    return this.#deployments.byApplication(application, most, accounts);
  }
  save(replica: string, record: DeploymentRecord, beside: readonly Settlement[] | SavedBeside = {}): Promise<void> {
    return this.#deployments.save(replica, record, 'length' in beside ? { settled: beside } : beside);
  }
  end(record: DeploymentRecord): Promise<void> {
    return this.#deployments.end(record);
  }

  keptPlan(id: string): Promise<KeptPlan | undefined> {
    return keptPlan(this.#database, id);
  }

  claim(replica: string, milliseconds: number, wanted: number | WantedLeases): Promise<readonly string[]> {
    const leases = typeof wanted === 'number' ? { most: wanted, except: [] } : wanted;
    return claim(this.#database, { replica, milliseconds, ...leases });
  }
  hold(replica: string, id: string): Promise<void> {
    return hold(this.#database, replica, id);
  }
  async release(replica: string): Promise<void> {
    await release(this.#database, replica);
    await releaseGiveBacks(this.#database, replica);
  }

  addDecision(decision: DecisionRecord, after?: number, by?: AuditActor): Promise<void> {
    return addDecision(this.#database, decision, { after, by });
  }
  decisions(deploymentId: string): Promise<readonly DecisionRecord[]> {
    return decisionsOf(this.#database, deploymentId);
  }
  keepNonce(terms: NonceTerms): Promise<void> {
    return keepNonce(this.#database, terms);
  }
  burnNonce(nonce: string): ReturnType<Store['burnNonce']> {
    return burnNonce(this.#database, nonce);
  }
  undecided(): Promise<readonly string[]> {
    return undecided(this.#database);
  }

  now(): Promise<Date> {
    return now(this.#database);
  }
  statusSince(moment: Date): Promise<readonly StatusLine[]> {
    return statusSince(this.#database, moment);
  }
  status(id: string): Promise<StatusLine | undefined> {
    return statusOf(this.#database, id);
  }
  recordPolls(polls: readonly Poll[]): Promise<void> {
    return recordPolls(this.#database, polls);
  }
  sinceLastPoll(id: string): Promise<number | undefined> {
    return sinceLastPoll(this.#database, id);
  }
  unpolled(replica: string, milliseconds: number): Promise<readonly string[]> {
    return unpolled(this.#database, replica, milliseconds);
  }

  noteCalls(calls: readonly CallKey[]): Promise<void> {
    return noteCalls(this.#database, calls);
  }
  takeCall(call: CallKey): Promise<number | undefined> {
    return takeCall(this.#database, call);
  }
  settleCall(call: CallKey, result: CallResult): Promise<void> {
    return settleCall(this.#database, call, result);
  }
  giveUpCalls(deploymentId: string, stopped: { milliseconds: number; reason: string }): Promise<void> {
    return giveUpCalls(this.#database, deploymentId, stopped);
  }
  calls(deploymentId: string): Promise<readonly ApproverCall[]> {
    return callsOf(this.#database, deploymentId);
  }

  async askGiveBack(
    giveBack: GiveBackRecord,
    workloads: readonly Workload[],
    by?: AuditActor,
  ): Promise<GiveBackAnswer> {
    const answer = await askGiveBack(this.#database, giveBack, { workloads, by });
    if ('id' in answer) return { kind: 'asked', giveBack: answer };
    const holder = await this.#deployments.readSealed(answer.by);
    if (holder === undefined) throw new TypeError(`Deployment ${answer.by} holds a lock and does not exist.`);
    return { kind: 'locked', workload: answer.workload, by: holder };
  }
  giveBacks(deploymentId: string): Promise<readonly GiveBackRecord[]> {
    return giveBacksOf(this.#database, deploymentId);
  }
  claimGiveBacks(replica: string, milliseconds: number): Promise<readonly GiveBackRecord[]> {
    return claimGiveBacks(this.#database, { replica, milliseconds });
  }
  tellGiveBack(replica: string, id: string, sentence: string): Promise<void> {
    return tellGiveBack(this.#database, { replica, id, sentence });
  }
  settleGiveBack(replica: string, id: string, end: GiveBackEnd): Promise<void> {
    return settleGiveBack(this.#database, { replica, id, ...end });
  }

  async health(): Promise<void> {
    await sql`select 1`.execute(this.#database);
  }
  close(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }
}
