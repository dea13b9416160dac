import type { MachineCaller } from '../access/machine-caller.ts';
import type { MachineRoute } from '../access/machine-scopes.ts';
import type { RefusedCall } from '../audit/entries.ts';
import type { AuditAction, AuditActor } from '../contract/audit.ts';
import { defined } from '../contract/defined.ts';
import { isRefusal } from '../contract/refusal.ts';
import { actorOf, machineActorOf } from './actor-of.ts';
import type { MachineUseCases } from './machine-use-cases.ts';
import type { Refusals } from './refusals.ts';
import type { Services } from './services.ts';
import type { OrcaUseCases, PeopleUseCases } from './use-cases.ts';

export interface Audited {
  readonly services: Pick<Services, 'authorizations'>;
  readonly refusals: Refusals;
}

type Noting<Caller> = <Result>(caller: Caller, call: RefusedCall, result: Promise<Result>) => Promise<Result>;

function noting<Caller>(refusals: Refusals, actor: (caller: Caller) => Promise<AuditActor>): Noting<Caller> {
  return async (caller, call, result) => {
    const answer = await result;
    if (isRefusal(answer)) await refusals.note(answer, call, () => actor(caller));
    return answer;
  };
}

/** The same use cases, with what people are refused written down. */
export function auditedForPeople(useCases: PeopleUseCases, { services, refusals }: Audited): PeopleUseCases {
  const noted = noting(refusals, (user: string) => actorOf(services, user, 'gate'));
  return {
    ...useCases,
    deployment: (user, id) => noted(user, { action: 'view', deployment: id }, useCases.deployment(user, id)),
    appliedPlan: (user, id) => noted(user, { action: 'view', deployment: id }, useCases.appliedPlan(user, id)),
    deployments: (user, application) =>
      noted(user, { action: 'view', application }, useCases.deployments(user, application)),
    audit: (user, query) =>
      noted(user, { action: 'view', application: query.application }, useCases.audit(user, query)),
    creation: (user, asked) => noted(user, { action: 'view', application: asked.name }, useCases.creation(user, asked)),
    pipelineAccess: (user, application) =>
      noted(user, { action: 'view', application }, useCases.pipelineAccess(user, application)),
    serviceAccounts: (user) => noted(user, { action: 'view' }, useCases.serviceAccounts(user)),
    applicationsAccess: (user) => noted(user, { action: 'view' }, useCases.applicationsAccess(user)),
    creationOverview: (user) => noted(user, { action: 'administer' }, useCases.creationOverview(user)),
    doctor: (user) => noted(user, { action: 'administer' }, useCases.doctor(user)),
    plan: (user, request) =>
      noted(user, { action: 'start', application: request.application }, useCases.plan(user, request)),
    giveBack: (user, id) => noted(user, { action: 'giveBack', deployment: id }, useCases.giveBack(user, id)),
    nonce: (wish) => noted(wish.user, { action: wish.action, deployment: wish.id }, useCases.nonce(wish)),
    async decideOnStage(look) {
      const result = await useCases.decideOnStage(look);
      if (result.kind !== 'refused') return result;
      const { decision, by } = result.laid ?? {};
      const { name, through } = by ?? { name: look.user, through: 'gate' };
      const call: RefusedCall = {
        action: decision?.action ?? 'view',
        deployment: look.id,
        ...defined({ seen: decision?.seen }),
      };
      await refusals.note(result, call, () => actorOf(services, name, through));
      return result;
    },
    decide: (user, id, request) => {
      const { action, seen } = request;
      return noted(user, { action, deployment: id, seen }, useCases.decide(user, id, request));
    },
  };
}

/** What a machine was about that was not let in: nothing of its call was read but the route. */
const routeActions: Readonly<Record<MachineRoute, AuditAction>> = {
  'GET /v1/machines/accounts': 'view',
  'GET /v1/machines/deployments': 'view',
  'GET /v1/machines/deployments/:id': 'view',
  'POST /v1/machines/deployments': 'start',
  'POST /v1/machines/deployments/:id/cancel': 'cancel',
  'POST /v1/machines/plan': 'start',
  'GET /v1/machines/audit': 'administer',
};

/** The same use cases, with what machines are refused written down, each under the service account that it acts as. */
export function auditedForMachines(useCases: MachineUseCases, { services, refusals }: Audited): MachineUseCases {
  const noted = noting(refusals, (caller: MachineCaller) => machineActorOf(services, caller));
  return {
    ...useCases,
    deployments: (caller, application) =>
      noted(caller, { action: 'view', application }, useCases.deployments(caller, application)),
    deployment: (caller, id) => noted(caller, { action: 'view', deployment: id }, useCases.deployment(caller, id)),
    async start(caller, request) {
      const result = await useCases.start(caller, request);
      if (result.kind !== 'refused') return result;
      const { application } = request;
      const call = { action: 'start', application, ...defined({ account: result.account }) } as const;
      await refusals.note(result, call, () => machineActorOf(services, caller));
      return result;
    },
    cancel: (caller, id) => noted(caller, { action: 'cancel', deployment: id }, useCases.cancel(caller, id)),
    plan: (caller, request) =>
      noted(caller, { action: 'start', application: request.application }, useCases.plan(caller, request)),
    exportAudit: (caller, stretch) => noted(caller, { action: 'administer' }, useCases.exportAudit(caller, stretch)),
    notAdmitted: ({ route, ...machine }, refusal) =>
      refusals.note(refusal, { action: routeActions[route] }, () => machineActorOf(services, machine)),
  };
}

/**
 * The same use cases, with what Orca is refused written down. Until Orca's own record has confirmed who the stage runs as,
 * the caller is Orca and nobody else: a header is no person.
 */
export function auditedForOrca(useCases: OrcaUseCases, { services, refusals }: Audited): OrcaUseCases {
  return {
    ...useCases,
    async start(claim) {
      const result = await useCases.start(claim);
      if (result.kind !== 'refused') return result;
      const { executionId: execution, stageId: stage } = claim.stage;
      const { runsAs, account } = result;
      const call = {
        action: 'start',
        execution,
        stage,
        application: claim.application,
        ...defined({ account }),
      } as const;
      await refusals.note(result, call, () => actorOf(services, runsAs ?? 'Orca', 'orca'));
      return result;
    },
  };
}
