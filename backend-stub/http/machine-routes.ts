import type { FastifyInstance } from 'fastify';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { MachineUseCases } from '../reconcile/machine-use-cases.ts';
import type { PlanRequest } from '../reconcile/plan-preview.ts';
import type { MachineStartRequest } from '../reconcile/start-by-machine.ts';
import { answerRefusal } from './answers.ts';
import type { CallLimits } from './call-limits.ts';
import { isDeploymentId } from './deployment-id.ts';
import { smallBodyLimit } from './listener.ts';
import { addMachineAudit } from './machine-audit.ts';
import { MachineCallers } from './machine-callers.ts';
import type { MachineAdmission } from './machine-callers.ts';
import * as machineSchemas from './machine-schemas.ts';
import * as planSchemas from './plan-schemas.ts';
import * as schemas from './schemas.ts';

export interface MachineRoutesOptions extends MachineAdmission {
  readonly useCases: MachineUseCases;
}

const answers = { '4xx': schemas.ErrorReply, '5xx': schemas.ErrorReply };

/** For scripts, CI and agents. X-SPINNAKER-USER means nothing here either, and Orca's bearer opens none of it. */
export function addMachineRoutes(
  routes: FastifyInstance,
  { useCases, ...admission }: MachineRoutesOptions,
  limits: CallLimits,
): void {
  const callers = new MachineCallers(routes, { admission, limits, useCases });
  routes.get(
    '/v1/machines/accounts',
    { schema: { summary: 'Accounts of your tenant', response: { 200: machineSchemas.TenantAccounts, ...answers } } },
    async (request) => {
      const caller = callers.of(request);
      return { tenant: caller.tenant, access: useCases.access, accounts: await useCases.accounts(caller) };
    },
  );
  addDeployments(routes, useCases, callers);
  addStart(routes, useCases, callers);
  addMachineAudit(routes, useCases, callers);
  routes.post<{ Body: PlanRequest }>(
    '/v1/machines/plan',
    {
      schema: {
        summary: 'What a deployment would do; changes nothing',
        body: planSchemas.PlanRequest,
        response: { 200: planSchemas.PlanReply, ...answers },
      },
    },
    async (request, reply) => {
      const view = await useCases.plan(callers.of(request), request.body);
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.plan;
    },
  );
}

function addDeployments(routes: FastifyInstance, useCases: MachineUseCases, callers: MachineCallers): void {
  routes.get<{ Querystring: { application?: string } }>(
    '/v1/machines/deployments',
    {
      schema: {
        summary: 'Latest deployments of an application on accounts of your tenant',
        querystring: schemas.DeploymentsQuery,
        response: { 200: schemas.DeploymentList, ...answers },
      },
    },
    async (request, reply) => {
      const { application = '' } = request.query;
      if (application === '') return answerRefusal(reply, nameApplication());
      const view = await useCases.deployments(callers.of(request), application);
      return view.kind === 'refused' ? answerRefusal(reply, view) : { deployments: view.deployments };
    },
  );
  routes.get<{ Params: { id: string } }>(
    '/v1/machines/deployments/:id',
    { schema: { summary: 'How a deployment is', response: { 200: schemas.DeploymentReport, ...answers } } },
    async (request, reply) => {
      const { id } = request.params;
      if (!isDeploymentId(id)) return answerRefusal(reply, noId());
      const view = await useCases.deployment(callers.of(request), id);
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.deployment;
    },
  );
}

function addStart(routes: FastifyInstance, useCases: MachineUseCases, callers: MachineCallers): void {
  routes.post<{ Body: MachineStartRequest }>(
    '/v1/machines/deployments',
    {
      schema: {
        summary: 'Start a deployment, once for each key',
        body: machineSchemas.MachineStartRequest,
        response: { 202: schemas.DeploymentReport, ...answers },
      },
    },
    async (request, reply) => {
      const view = await useCases.start(callers.of(request), request.body);
      return view.kind === 'refused' ? answerRefusal(reply, view) : reply.code(202).send(view.deployment);
    },
  );
  routes.post<{ Params: { id: string } }>(
    '/v1/machines/deployments/:id/cancel',
    {
      bodyLimit: smallBodyLimit,
      schema: {
        summary: 'Cancel a deployment that a machine started',
        body: machineSchemas.MachineCancelRequest,
        response: { 200: schemas.CancelReply, ...answers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!isDeploymentId(id)) return answerRefusal(reply, noId());
      const view = await useCases.cancel(callers.of(request), id);
      return view.kind === 'refused' ? answerRefusal(reply, view) : { result: view.kind, sentence: view.sentence };
    },
  );
}

function nameApplication(): Refusal {
  return refuse('bad-input', {
    what: 'Listing deployments',
    why: 'the query names no application',
    remedy: 'Add ?application=NAME',
  });
}

function noId(): Refusal {
  return refuse('not-found', {
    what: 'Viewing',
    why: 'the address holds no id of a deployment',
    remedy: 'Take it from the list of deployments',
  });
}
