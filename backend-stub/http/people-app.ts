import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DecisionRequest } from '../contract/decision.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import { serviceVersion } from '../contract/service.ts';
import type { PlanRequest } from '../reconcile/plan-preview.ts';
import type { Clock } from '../ports.ts';
import type { Log } from '../reconcile/services.ts';
import type { PeopleUseCases } from '../reconcile/use-cases.ts';
import { addAccess } from './access-route.ts';
import { addAudit } from './audit-route.ts';
import { answerRefusal } from './answers.ts';
import { addCreation } from './creation-route.ts';
import { CallLimits } from './call-limits.ts';
import type { CallLimitsPerMinute } from './call-limits.ts';
import { addDoctor } from './doctor-route.ts';
import { isDeploymentId } from './deployment-id.ts';
import { openListener, smallBodyLimit } from './listener.ts';
import type { Metrics } from './metrics.ts';
import { addOpenApi } from './openapi.ts';
import { addPluginFiles } from './plugin-files.ts';
import type { PluginFiles } from './plugin-files.ts';
import { addPipelineAccess } from './pipeline-access-route.ts';
import * as planSchemas from './plan-schemas.ts';
import * as schemas from './schemas.ts';
import { addStageDecisions } from './stage-decision-routes.ts';
import type { TlsMaterial } from '../tls-material.ts';
import { named, userOf } from './user.ts';

export interface PeopleAppOptions {
  readonly useCases: PeopleUseCases;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly limits?: Partial<CallLimitsPerMinute>;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly tls?: TlsMaterial;
  readonly pluginFiles?: PluginFiles;
}

const refusals = { '4xx': schemas.ErrorReply };

/**
 * The listener for people, behind Gate's proxy. Gate puts the authenticated user into X-SPINNAKER-USER and drops what
 * the client sent under that name (measured), which is true only as far as nobody but Gate can reach this port.
 */
export async function createPeopleApp(options: PeopleAppOptions): Promise<FastifyInstance> {
  const { useCases, log, metrics } = options;
  const app = openListener({ listener: 'people', log, requestTimeout: 30_000, tls: options.tls });
  const limits = new CallLimits({
    perMinute: options.limits ?? {},
    onLimited: (limit) => metrics.countLimited('people', limit),
    clock: options.clock,
  });
  app.addHook('onResponse', async (request, reply) => metrics.observeRequest('people', request, reply));
  await addOpenApi(app, { title: 'Gennaker for people', description: "Reached through Gate's /proxies/gennaker/." });
  if (options.pluginFiles !== undefined) addPluginFiles(app, options.pluginFiles);
  await app.register(async (routes) => {
    routes.addHook('onRequest', async (request, reply) => {
      const nobody = useCases.access === 'fiat' && named(request) === undefined;
      return nobody
        ? answerRefusal(reply, nameUser(request.method))
        : limits.refuse(reply, 'person', callerOf(request));
    });
    addViews(routes, useCases);
    addAudit(routes, useCases);
    addCreation(routes, useCases);
    addAccess(routes, useCases);
    addPipelineAccess(routes, useCases);
    addDoctor(routes, useCases);
    addPlan(routes, useCases, limits);
    addDecisions(routes, useCases);
    addGiveBack(routes, useCases);
    addStageDecisions(routes, useCases);
  });
  return app;
}

function addViews(routes: FastifyInstance, useCases: PeopleUseCases): void {
  routes.get(
    '/v1/accounts',
    { schema: { summary: 'Accounts that you may see', response: { 200: schemas.AccountList, ...refusals } } },
    async (request) => ({
      service: { version: serviceVersion },
      access: useCases.access,
      accounts: await useCases.accounts(userOf(request)),
    }),
  );
  routes.get<{ Params: { id: string } }>(
    '/v1/deployments/:id',
    { schema: { summary: 'One deployment', response: { 200: schemas.DeploymentDetails, ...refusals } } },
    async (request, reply) => {
      const { id } = request.params;
      if (!isDeploymentId(id)) return answerRefusal(reply, noSuchDeployment('Viewing'));
      const view = await useCases.deployment(userOf(request), id);
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.deployment;
    },
  );
  routes.get<{ Params: { id: string } }>(
    '/v1/deployments/:id/plan',
    {
      schema: {
        summary: 'What a deployment was to change',
        response: { 200: planSchemas.AppliedPlanReply, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!isDeploymentId(id)) return answerRefusal(reply, noSuchDeployment('Viewing'));
      const view = await useCases.appliedPlan(userOf(request), id);
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.plan;
    },
  );
  routes.get<{ Querystring: { application?: string } }>(
    '/v1/deployments',
    {
      schema: {
        summary: 'Latest deployments of an application',
        querystring: schemas.DeploymentsQuery,
        response: { 200: schemas.DeploymentList, ...refusals },
      },
    },
    async (request, reply) => {
      const { application = '' } = request.query;
      if (application === '') return answerRefusal(reply, nameApplication());
      const view = await useCases.deployments(userOf(request), application);
      return view.kind === 'refused' ? answerRefusal(reply, view) : { deployments: view.deployments };
    },
  );
}

function addPlan(routes: FastifyInstance, useCases: PeopleUseCases, limits: CallLimits): void {
  routes.post<{ Body: PlanRequest }>(
    '/v1/plan',
    {
      onRequest: async (request, reply) => limits.refuse(reply, 'plans', callerOf(request)),
      schema: {
        summary: 'What a deployment would do; changes nothing',
        body: planSchemas.PlanRequest,
        response: { 200: planSchemas.PlanReply, ...refusals },
      },
    },
    async (request, reply) => {
      const view = await useCases.plan(userOf(request), request.body);
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.plan;
    },
  );
}

function addDecisions(routes: FastifyInstance, useCases: PeopleUseCases): void {
  routes.post<{ Params: { id: string }; Body: DecisionRequest }>(
    '/v1/deployments/:id/decisions',
    {
      bodyLimit: smallBodyLimit,
      schema: {
        summary: 'Approve, promote fully, abort or retry',
        body: schemas.DecisionRequest,
        response: { 200: schemas.DecisionReport, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!isDeploymentId(id)) return answerRefusal(reply, noSuchDeployment('Deciding'));
      const result = await useCases.decide(userOf(request), id, request.body);
      return result.kind === 'refused' ? answerRefusal(reply, result) : result.decision;
    },
  );
}

function addGiveBack(routes: FastifyInstance, useCases: PeopleUseCases): void {
  routes.post<{ Params: { id: string } }>(
    '/v1/deployments/:id/give-back',
    {
      bodyLimit: smallBodyLimit,
      schema: {
        summary: 'Give the workloads of an ended deployment back to Deployments',
        body: schemas.GiveBackRequest,
        response: { 202: schemas.GiveBackReport, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!isDeploymentId(id)) return answerRefusal(reply, noSuchDeployment('Giving back'));
      const view = await useCases.giveBack(userOf(request), id);
      return view.kind === 'refused' ? answerRefusal(reply, view) : reply.code(202).send(view.giveBack);
    },
  );
}

/** Without case, as Fiat compares names. */
function callerOf(request: FastifyRequest): string {
  return userOf(request).toLowerCase();
}

function nameUser(method: string): Refusal {
  return refuse('not-authenticated', {
    what: method === 'GET' ? 'Viewing' : 'Deciding',
    why: 'the call names nobody',
    remedy: "Log in to Spinnaker; a call that does not come through Gate's /proxies/ has no user",
  });
}

function nameApplication(): Refusal {
  return refuse('bad-input', {
    what: 'Listing deployments',
    why: 'the query names no application',
    remedy: 'Add ?application=NAME',
  });
}

function noSuchDeployment(what: string): Refusal {
  return refuse('not-found', {
    what,
    why: 'the address holds no id of a deployment',
    remedy: 'Open it from its pipeline execution',
  });
}
