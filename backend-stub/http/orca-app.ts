import fastify from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Refusal } from '../contract/refusal.ts';
import { cancelDeployment } from '../reconcile/cancel.ts';
import type { Services } from '../reconcile/services.ts';
import { startDeployment } from '../reconcile/start.ts';
import type { StatusBoard } from '../reconcile/status-board.ts';
import { Bearers } from './bearer.ts';
import { errorReply, refusalReply } from './failure-reply.ts';
import type { Metrics } from './metrics.ts';
import { addOperations } from './operations.ts';
import type { Readiness } from './operations.ts';
import { addOpenApi } from './openapi.ts';
import { readClaim } from './orca-claim.ts';
import * as schemas from './schemas.ts';
import { compileStrictly } from './validation.ts';

export interface OrcaAppOptions {
  readonly services: Services;
  readonly board: StatusBoard;
  readonly bearers: readonly string[];
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}

/** 2 MiB of manifest, as JSON text may be a few times as long. */
const bodyLimit = 8 * 1024 * 1024;

/** The listener for Orca and for machines. It never looks at X-SPINNAKER-USER: nobody authenticated it there. */
export async function createOrcaApp(options: OrcaAppOptions): Promise<FastifyInstance> {
  const { services, board, metrics } = options;
  const app = fastify({
    logger: false,
    bodyLimit,
    requestTimeout: 10_000,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
  });
  compileStrictly(app);
  answerFailures(app, services);
  await addOpenApi(app, {
    title: 'Gennaker for Orca',
    description: 'Called by the preconfigured webhook of plugin.yaml.',
  });
  addOperations(app, options);
  await app.register(async (routes) => {
    const bearers = new Bearers(options.bearers);
    routes.addHook('onRequest', async (request, reply) => {
      const refusal = bearers.check(request.headers.authorization);
      if (refusal !== undefined) return answerRefusal(reply, refusal);
      return undefined;
    });
    routes.addHook('onResponse', async (request, reply) => metrics.observeRequest('orca', request, reply));
    addStart(routes, services);
    addStatus(routes, board);
    addCancel(routes, services);
  });
  return app;
}

function addStart(routes: FastifyInstance, services: Services): void {
  routes.post(
    '/v1/deployments',
    { schema: { summary: 'Start a deployment', response: { 202: schemas.StartReply } } },
    async (request, reply) => {
      const claim = readClaim(request.headers, request.body);
      if ('kind' in claim) return answerRefusal(reply, claim);
      const result = await startDeployment(services, claim);
      return result.kind === 'refused' ? answerRefusal(reply, result) : reply.code(202).send(result.reply);
    },
  );
}

/** The reply is text already: it is built once a change, and sent as it is. */
function addStatus(routes: FastifyInstance, board: StatusBoard): void {
  routes.get<{ Params: { id: string } }>(
    '/v1/deployments/:id/status',
    { schema: { summary: 'What Orca polls' } },
    async (request, reply) => {
      const json = await board.reply(request.params.id);
      if (json === undefined)
        return reply.code(404).send({ error: 'not-found', message: 'There is no such deployment.' });
      return reply.type('application/json; charset=utf-8').send(json);
    },
  );
}

function addCancel(routes: FastifyInstance, services: Services): void {
  routes.post<{ Body: { executionId: string; stageId: string; attempt: string } }>(
    '/v1/cancel',
    {
      schema: {
        summary: 'An execution was canceled, or ended without us',
        body: schemas.CancelRequest,
        response: { 200: schemas.CancelReply },
      },
    },
    async (request) => {
      const result = await cancelDeployment(services, request.body);
      services.log.info({ ...request.body, result: result.kind }, 'cancel call');
      return { result: result.kind, sentence: result.sentence };
    },
  );
}

function answerRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { statusCode, body } = refusalReply(refusal);
  return reply.code(statusCode).send(body);
}

function answerFailures(app: FastifyInstance, { log }: Services): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { statusCode, body } = errorReply(error, 'orca');
    if (statusCode >= 500) log.error({ err: error, url: request.url }, 'a call of Orca failed');
    return reply.code(statusCode).send(body);
  });
  app.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .send({ error: 'not-found', message: `There is no ${request.method} ${request.url.split('?')[0]} here.` }),
  );
}
