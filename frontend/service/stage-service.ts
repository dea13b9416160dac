import type { ApplicationsAccess } from '../../backend-stub/contract/applications-access.ts';
import type { CreationAnswer } from '../../backend-stub/contract/creation.ts';
import type { CreationOverview } from '../../backend-stub/contract/creation-overview.ts';
import type { DecisionRequest } from '../../backend-stub/contract/decision.ts';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { DoctorReport } from '../../backend-stub/contract/doctor.ts';
import type { GiveBackReport } from '../../backend-stub/contract/give-back.ts';
import type { AppliedPlan, PlanReport } from '../../backend-stub/contract/plan.ts';
import type { PipelineAccess } from '../../backend-stub/contract/pipeline-access.ts';
import type { ServiceAccounts } from '../../backend-stub/contract/service-accounts.ts';
import type { DecisionReport } from '../../backend-stub/contract/report.ts';
import type { StagePlace } from './request.ts';
import type { AuditLines, AuditSearch } from './audit-lines.ts';

/** The stage service through Gate. Each call rejects with one of the errors of `errors.ts`, and with nothing else. */
export interface StageService {
  accounts(): Promise<AccountList>;
  /** What a deployment would do; `deployment` is the stage's key as the form holds it, finished or not. */
  plan(application: string, deployment: unknown): Promise<Plan>;
  deployment(id: string): Promise<DeploymentDetails>;
  /** What a deployment was to change, as it stood before its apply. */
  appliedPlan(id: string): Promise<AppliedPlan>;
  decide(id: string, decision: DecisionRequest): Promise<DecisionReport>;
  /** Asks to give the workloads of an ended deployment back; what comes of it is in the details. */
  giveBack(id: string): Promise<GiveBackReport>;
  /** The same two, where a decision is whose the stage in Orca says it is; `by` is who is logged in. */
  onStage(place: StagePlace, by: string): Pick<StageService, 'decide' | 'giveBack'>;
  /** Whether this person may create an application of that name, and why; for admins, whether somebody else may. */
  creation(name: string, about?: CreationSubject): Promise<CreationAnswer>;
  /** What the operator's copy of Fiat's rules comes to; for admins. */
  creationOverview(): Promise<CreationOverview>;
  /** What is wrong between Deck and the cluster, as the service can tell it; for admins. */
  doctor(): Promise<DoctorReport>;
  /** What was written down of who did what in an application. */
  audit(search: AuditSearch): Promise<AuditLines>;
  /** What Fiat says of those as whom the pipelines of an application run by themselves. */
  pipelineAccess(application: string): Promise<PipelineAccess>;
  /** Those that this person may use or knows from pipelines; of an admin, all. */
  serviceAccounts(): Promise<ServiceAccounts>;
  /** Who may what on each application that this person may read. */
  applicationsAccess(): Promise<ApplicationsAccess>;
}

/** Whom it is about: somebody whom Fiat knows, or nobody in particular who has these roles. */
export type CreationSubject =
  { readonly kind: 'user'; readonly user: string } | { readonly kind: 'roles'; readonly roles: readonly string[] };

export interface AccountList {
  /** `open`: the service checks nobody's rights. */
  readonly access: 'fiat' | 'open';
  readonly accounts: readonly Account[];
}

export interface Account {
  readonly name: string;
  /** Where a deployment may go; absent: everywhere. */
  readonly namespaces?: readonly string[];
  readonly defaultNamespace?: string;
  /** Whether this user may deploy to it. */
  readonly authorized: boolean;
}

/** No problems: it could start. */
export type Plan = PlanReport;
