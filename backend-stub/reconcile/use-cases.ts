import type { AuditQuery } from '../contract/audit.ts';
import type { DecisionRequest } from '../contract/decision.ts';
import type { StageAttempt } from '../contract/orca.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { DecisionReport } from '../contract/report.ts';
import { stageActionNames } from '../contract/stage-decision.ts';
import type { DecisionChannel, StageAction } from '../contract/stage-decision.ts';
import { askGiveBack } from './ask-give-back.ts';
import type { GiveBackView } from './ask-give-back.ts';
import { auditedForOrca, auditedForPeople } from './audited.ts';
import { awaitDecision } from './await-decision.ts';
import { cancelDeployment } from './cancel.ts';
import type { CancelResult } from './cancel.ts';
import { LiveRollouts } from './live-rollouts.ts';
import { previewPlan } from './plan-preview.ts';
import type { PlanRequest, PlanView } from './plan-preview.ts';
import type { Claim } from './read-back.ts';
import { Refusals } from './refusals.ts';
import type { Services } from './services.ts';
import { startDeployment } from './start.ts';
import type { StartResult } from './start.ts';
import { giveNonce, takeStageDecision } from './stage-decisions.ts';
import type { NonceView, NonceWish, StageDecisionView, StageLook } from './stage-decisions.ts';
import type { StatusBoard } from './status-board.ts';
import { takeDecision } from './take-decision.ts';
import { viewApplicationsAccess } from './view-applications-access.ts';
import type { ApplicationsAccessView } from './view-applications-access.ts';
import { viewAudit } from './view-audit.ts';
import type { AuditView } from './view-audit.ts';
import { viewCreation } from './view-creation.ts';
import type { CreationQuestion, CreationView } from './view-creation.ts';
import { viewCreationOverview } from './view-creation-overview.ts';
import type { CreationOverviewView } from './view-creation-overview.ts';
import { viewDoctor } from './view-doctor.ts';
import type { DoctorView } from './view-doctor.ts';
import { viewDeployment } from './view-details.ts';
import type { DeploymentView } from './view-details.ts';
import { viewPipelineAccess } from './view-pipeline-access.ts';
import type { PipelineAccessView } from './view-pipeline-access.ts';
import { viewPlan } from './view-plan.ts';
import type { AppliedPlanView } from './view-plan.ts';
import { viewServiceAccounts } from './view-service-accounts.ts';
import type { ServiceAccountsView } from './view-service-accounts.ts';
import { viewAccounts, viewApplication } from './view.ts';
import type { AccountReport, DeploymentsView } from './view.ts';

/** What the listener for Orca can ask for. All may throw the errors of the ports: they mean "ask again". */
export interface OrcaUseCases {
  start(claim: Claim): Promise<StartResult>;
  /** JSON text, when it is in memory: costs nothing. */
  statusAtHand(id: string): string | undefined;
  /** The same, read from the store; undefined for an id that was never given out. */
  status(id: string): Promise<string | undefined>;
  cancel(stage: StageAttempt): Promise<CancelResult>;
}

/** What the listener for people can ask for; `user` is who Gate says it is. */
export interface PeopleUseCases {
  readonly access: 'fiat' | 'open';
  accounts(user: string): Promise<readonly AccountReport[]>;
  deployment(user: string, id: string): Promise<DeploymentView>;
  appliedPlan(user: string, id: string): Promise<AppliedPlanView>;
  deployments(user: string, application: string): Promise<DeploymentsView>;
  plan(user: string, request: PlanRequest): Promise<PlanView>;
  /** Waits a little for what comes of it. */
  decide(user: string, id: string, request: DecisionRequest): Promise<DecisionView>;
  /** Answers when it is written down; what comes of it is in the details. */
  giveBack(user: string, id: string): Promise<GiveBackView>;
  /** For a decision that will be laid on the stage in Orca; `user` is who says so. */
  nonce(wish: NonceWish): Promise<NonceView>;
  /** Takes what was laid there, as a decision of whoever Orca names. */
  decideOnStage(look: StageLook): Promise<StageDecisionView>;
  audit(user: string, query: AuditQuery): Promise<AuditView>;
  /** Whether somebody may create an application, and why. */
  creation(user: string, asked: CreationQuestion): Promise<CreationView>;
  pipelineAccess(user: string, application: string): Promise<PipelineAccessView>;
  creationOverview(user: string): Promise<CreationOverviewView>;
  serviceAccounts(user: string): Promise<ServiceAccountsView>;
  /** Of all applications that he may read. */
  applicationsAccess(user: string): Promise<ApplicationsAccessView>;
  doctor(user: string): Promise<DoctorView>;
}

export type DecisionView = { readonly kind: 'decided'; readonly decision: DecisionReport } | Refusal;

/** `refusals`: one for both listeners, whose owner closes it. */
export function orcaUseCases(
  services: Services,
  board: StatusBoard,
  refusals: Refusals = new Refusals(services),
): OrcaUseCases {
  const useCases: OrcaUseCases = {
    start: (claim) => startDeployment(services, claim),
    statusAtHand: (id) => board.atHand(id),
    status: (id) => board.read(id),
    cancel: (stage) => cancelDeployment(services, stage),
  };
  return auditedForOrca(useCases, { services, refusals });
}

export function peopleUseCases(services: Services, refusals: Refusals = new Refusals(services)): PeopleUseCases {
  const live = new LiveRollouts(services);
  const elsewhere = decidedElsewhere(services.settings.decisions ?? 'gate');
  const useCases: PeopleUseCases = {
    access: services.authorizations.mode,
    accounts: (user) => viewAccounts(services, user),
    deployment: (user, id) => viewDeployment(services, live, { user, id }),
    appliedPlan: (user, id) => viewPlan(services, { user, id }),
    deployments: (user, application) => viewApplication(services, { user, application }),
    plan: (user, request) => previewPlan(services, { user }, request),
    giveBack: async (user, id) => elsewhere('gate', 'giveBack', id) ?? askGiveBack(services, { user, id }),
    nonce: async (wish) => elsewhere('stage', wish.action, wish.id) ?? giveNonce(services, wish),
    decideOnStage: async (look) => elsewhere('stage', undefined, look.id) ?? takeStageDecision(services, look),
    audit: (user, query) => viewAudit(services, user, query),
    creation: (user, asked) => viewCreation(services, user, asked),
    pipelineAccess: (user, application) => viewPipelineAccess(services, user, application),
    creationOverview: (user) => viewCreationOverview(services, user),
    serviceAccounts: (user) => viewServiceAccounts(services, user),
    applicationsAccess: (user) => viewApplicationsAccess(services, user),
    doctor: (user) => viewDoctor(services, user),
    async decide(user, id, request) {
      const result = elsewhere('gate', request.action, id) ?? (await takeDecision(services, { user, id, request }));
      if (result.kind === 'refused') return result;
      return { kind: 'decided', decision: await awaitDecision(services, result.decision) };
    },
  };
  return auditedForPeople(useCases, { services, refusals });
}

const ways: Readonly<Record<DecisionChannel, string>> = {
  gate: 'as calls that Gate names somebody for',
  stage: 'from the stage in Orca, which says who laid them there, and by no header',
};

/** One way only: where the header is not trusted, it must decide nothing at all. */
function decidedElsewhere(configured: DecisionChannel) {
  return (asked: DecisionChannel, action: StageAction | undefined, id: string): Refusal | undefined =>
    asked === configured
      ? undefined
      : refuse('not-allowed', {
          what: action === undefined ? 'Deciding' : stageActionNames[action],
          on: `deployment ${id}`,
          why: `decisions are taken ${ways[configured]}`,
          remedy: 'Load the page again; an operator chooses it by decisions in the configuration of the service',
        });
}
