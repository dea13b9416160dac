import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DecisionRequest } from '../contract/decision.ts';
import type { Refusal } from '../contract/refusal.ts';
import { refuse } from '../contract/refusal.ts';
import { awaitDecision } from '../reconcile/await-decision.ts';
import { previewPlan } from '../reconcile/plan-preview.ts';
import type { PlanRequest } from '../reconcile/plan-preview.ts';
import type { Services } from '../reconcile/services.ts';
import { takeDecision } from '../reconcile/take-decision.ts';
import { viewAccounts, viewApplication, viewDeployment } from '../reconcile/view.ts';
import { errorReply, refusalReply } from './failure-reply.ts';
import type { Metrics } from './metrics.ts';
import { addOpenApi } from './openapi.ts';
import * as schemas from './schemas.ts';
import { compileStrictly } from './validation.ts';

export interface PeopleAppOptions {
  readonly services: Services;
  readonly metrics: Metrics;
}

const bodyLimit = 8 * 1024 * 1024;

/**
 * The listener for people, behind Gate's proxy. Gate puts the authenticated user into X-SPINNAKER-USER and drops what
 * the client sent under that name (measured), which is true only as far as nobody but Gate can reach this port.
 */
export async function createPeopleApp({ services, metrics }: PeopleAppOptions): Promise<FastifyInstance> {
  const app = fastify({ logger: false, bodyLimit, requestTimeout: 30_000, forceCloseConnections: 'idle' });
  compileStrictly(app);
  answerFailures(app, services);
  await addOpenApi(app, { title: 'Gennaker for people', description: "Reached through Gate's /proxies/gennaker/." });
  app.addHook('onResponse', async (request, reply) => metrics.observeRequest('people', request, reply));
  addViews(app, services);
  addPlan(app, services);
  addDecisions(app, services);
  return app;
}

function addViews(app: FastifyInstance, services: Services): void {
  app.get(
    '/v1/accounts',
    { schema: { summary: 'Accounts that you may see', response: { 200: schemas.AccountList } } },
    async (request) => ({
      access: services.authorizations.mode,
      accounts: await viewAccounts(services, userOf(request)),
    }),
  );
  app.get<{ Params: { id: string } }>(
    '/v1/deployments/:id',
    { schema: { summary: 'One deployment', response: { 200: schemas.DeploymentReport } } },
    async (request, reply) => {
      const view = await viewDeployment(services, userOf(request), request.params.id);
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.deployment;
    },
  );
  app.get<{ Querystring: { application?: string } }>(
    '/v1/deployments',
    { schema: { summary: 'Latest deployments of an application', response: { 200: schemas.DeploymentList } } },
    async (request, reply) => {
      const { application } = request.query;
      if (application === undefined || application === '') return answerRefusal(reply, nameApplication());
      const view = await viewApplication(services, userOf(request), application);
      return view.kind === 'refused' ? answerRefusal(reply, view) : { deployments: view.deployments };
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

function addPlan(app: FastifyInstance, services: Services): void {
  app.post<{ Body: PlanRequest }>(
    '/v1/plan',
    {
      schema: {
        summary: 'What a deployment would do; changes nothing',
        body: schemas.PlanRequest,
        response: { 200: schemas.PlanReply },
      },
    },
    async (request, reply) => {
      const plan = await previewPlan(services, userOf(request), request.body);
      if (plan.kind === 'refused') return answerRefusal(reply, plan);
      const { objects, warnings, problems } = plan;
      return { objects, warnings, problems };
    },
  );
}

function addDecisions(app: FastifyInstance, services: Services): void {
  app.post<{ Params: { id: string }; Body: DecisionRequest }>(
    '/v1/deployments/:id/decisions',
    {
      schema: {
        summary: 'Approve, promote fully, abort or retry',
        body: schemas.DecisionRequest,
        response: { 200: schemas.DecisionReport },
      },
    },
    async (request, reply) => {
      const result = await takeDecision(services, userOf(request), request.params.id, request.body);
      if (result.kind === 'refused') return answerRefusal(reply, result);
      return awaitDecision(services, result.decision);
    },
  );
}

/** Empty when Gate sent nobody; the use cases refuse that. */
function userOf(request: FastifyRequest): string {
  const header = request.headers['x-spinnaker-user'];
  return typeof header === 'string' ? header.trim() : '';
}

function answerRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { statusCode, body } = refusalReply(refusal);
  return reply.code(statusCode).send(body);
}

function answerFailures(app: FastifyInstance, { log }: Services): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { statusCode, body } = errorReply(error, 'people');
    if (statusCode >= 500) log.error({ err: error, url: request.url.split('?')[0] }, 'a call of a person failed');
    return reply.code(statusCode).send(body);
  });
  app.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .send({ error: 'not-found', message: `There is no ${request.method} ${request.url.split('?')[0]} here.` }),
  );
}
