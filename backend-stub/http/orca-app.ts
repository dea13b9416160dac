import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, onSendHookHandler } from 'fastify';
import { neutralise } from '../contract/expressions.ts';
import type { StageAttempt } from '../contract/orca.ts';
import type { Log } from '../reconcile/services.ts';
import type { OrcaUseCases } from '../reconcile/use-cases.ts';
import { answerFailures, answerRefusal } from './answers.ts';
import type { Bearers } from './bearer.ts';
import { closeConnectionsAsTheyFallIdle } from './closing.ts';
import { isDeploymentId } from './deployment-id.ts';
import { addMachineRoutes } from './machine-routes.ts';
import type { MachineRoutesOptions } from './machine-routes.ts';
import type { Metrics } from './metrics.ts';
import { addOperations } from './operations.ts';
import { addOpenApi, machineTokenScheme, orcaBearerScheme, requireScheme } from './openapi.ts';
import { readClaim } from './orca-claim.ts';
import type { Readiness } from './readiness.ts';
import * as schemas from './schemas.ts';
import { compileStrictly } from './validation.ts';

export interface OrcaAppOptions {
  readonly useCases: OrcaUseCases;
  readonly log: Log;
  readonly bearers: Bearers;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Absent where no issuer is configured: then there are no routes for machines. */
  readonly machines?: MachineRoutesOptions;
}

/** 2 MiB of manifest, as JSON text may be a few times as long. */
const bodyLimit = 8 * 1024 * 1024;

/** The listener for Orca and for machines. It never looks at X-SPINNAKER-USER: nobody authenticated it there. */
export async function createOrcaApp(options: OrcaAppOptions): Promise<FastifyInstance> {
  const { useCases, log, metrics, bearers, machines } = options;
  const app = fastify({
    logger: false,
    bodyLimit,
    requestTimeout: 10_000,
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
  });
  compileStrictly(app);
  closeConnectionsAsTheyFallIdle(app);
  answerFailures(app, { listener: 'orca', log });
  await addOpenApi(app, {
    title: 'Gennaker for Orca and machines',
    description: 'Called by the preconfigured webhook of plugin.yaml, and by machines under /v1/machines/.',
    securitySchemes: { ...orcaBearerScheme, ...(machines === undefined ? {} : machineTokenScheme(machines.issuer)) },
  });
  addOperations(app, options);
  await app.register(async (routes) => {
    requireScheme(routes, () => ({ orcaBearer: [] }));
    // These run for every poll, so none of them makes a promise.
    routes.addHook('onRequest', (request, reply, done) => {
      const refusal = bearers.check(request.headers.authorization);
      if (refusal === undefined) done();
      else answerRefusal(reply, refusal);
    });
    routes.addHook('onResponse', (request, reply, done) => {
      metrics.observeRequest('orca', request, reply);
      done();
    });
    // What it answers was neutralised when it was built, once a change.
    addStatus(routes, useCases);
    await routes.register(async (others) => {
      others.addHook('onSend', neutraliseText);
      addStart(others, useCases);
      addCancel(others, { useCases, log });
    });
  });
  if (machines !== undefined)
    await app.register(async (routes) => {
      routes.addHook('onResponse', (request, reply, done) => {
        metrics.observeRequest('orca', request, reply);
        done();
      });
      addMachineRoutes(routes, machines);
    });
  return app;
}

/**
 * Orca stores whatever we answer, refusals too, and evaluates it: a sentence that quotes an expression would come back
 * as its value. In JSON, `${` can only stand inside a text.
 */
const neutraliseText: onSendHookHandler = (...[, , payload, done]) => {
  done(null, typeof payload === 'string' ? neutralise(payload) : payload);
};

function addStart(routes: FastifyInstance, useCases: OrcaUseCases): void {
  routes.post(
    '/v1/deployments',
    {
      schema: {
        summary: 'Start a deployment',
        description:
          "The body is the stage's `deployment` key (docs/stage.md), read by a parser that names every problem; who calls is said in the X-Spin-* headers of plugin.yaml.",
        response: { 202: schemas.StartReply, '4xx': schemas.ErrorReply },
      },
    },
    async (request, reply) => {
      const claim = readClaim(request.headers, request.body);
      if ('kind' in claim) return answerRefusal(reply, claim);
      const result = await useCases.start(claim);
      return result.kind === 'refused' ? answerRefusal(reply, result) : reply.code(202).send(result.reply);
    },
  );
}

/** The reply is text already: it is built once a change, and sent as it is; at once when it is at hand. */
function addStatus(routes: FastifyInstance, useCases: OrcaUseCases): void {
  routes.get<{ Params: { id: string } }>(
    '/v1/deployments/:id/status',
    { schema: { summary: 'What Orca polls', response: { 200: schemas.StatusReply, '4xx': schemas.ErrorReply } } },
    (request, reply) => {
      const { id } = request.params;
      const json = isDeploymentId(id) ? useCases.status(id) : undefined;
      void reply.type('application/json; charset=utf-8');
      return typeof json === 'string' ? json : answerWhenRead(reply, json);
    },
  );
}

async function answerWhenRead(reply: FastifyReply, reading: Promise<string | undefined> | undefined): Promise<unknown> {
  const json = await reading;
  return json ?? reply.code(404).send({ error: 'not-found', message: 'There is no such deployment.' });
}

function addCancel(routes: FastifyInstance, { useCases, log }: Pick<OrcaAppOptions, 'useCases' | 'log'>): void {
  routes.post<{ Body: StageAttempt }>(
    '/v1/cancel',
    {
      schema: {
        summary: 'An execution was canceled, or ended without us',
        body: schemas.CancelRequest,
        response: { 200: schemas.CancelReply, '4xx': schemas.ErrorReply },
      },
    },
    async (request) => {
      const result = await useCases.cancel(request.body);
      log.info({ ...request.body, result: result.kind }, 'cancel call');
      return { result: result.kind, sentence: result.sentence };
    },
  );
}
