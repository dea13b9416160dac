import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { neutralise } from '../contract/expressions.ts';
import type { StageAttempt } from '../contract/orca.ts';
import type { Clock } from '../ports.ts';
import type { Log } from '../reconcile/services.ts';
import type { OrcaUseCases } from '../reconcile/use-cases.ts';
import { refuse } from '../contract/refusal.ts';
import { answerRefusal } from './answers.ts';
import type { Bearers } from './bearer.ts';
import { CallLimits } from './call-limits.ts';
import type { CallLimitsPerMinute } from './call-limits.ts';
import { isDeploymentId } from './deployment-id.ts';
import { addMachineRoutes } from './machine-routes.ts';
import type { MachineRoutesOptions } from './machine-routes.ts';
import { openListener, smallBodyLimit } from './listener.ts';
import type { Metrics } from './metrics.ts';
import { addOperations } from './operations.ts';
import { addOpenApi, machineTokenScheme, orcaBearerScheme, requireScheme } from './openapi.ts';
import { readClaim } from './orca-claim.ts';
import type { Readiness } from './readiness.ts';
import type { TlsMaterial } from '../tls-material.ts';
import * as schemas from './schemas.ts';

export interface OrcaAppOptions {
  readonly useCases: OrcaUseCases;
  readonly log: Log;
  readonly bearers: Bearers;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly tls?: TlsMaterial;
  /** Where health and metrics have a port of their own. */
  readonly operationsElsewhere?: boolean;
  /** Absent where no issuer is configured: then there are no routes for machines. */
  readonly machines?: MachineRoutesOptions;
  readonly limits?: Partial<CallLimitsPerMinute>;
  readonly clock: Pick<Clock, 'elapsed'>;
}

/** 503 where Orca, Fiat, the database or another replica keeps it from being answered now: Orca asks again. */
const failures = { '4xx': schemas.ErrorReply, 503: schemas.ErrorReply };

/** The listener for Orca and for machines. It never looks at X-SPINNAKER-USER: nobody authenticated it there. */
export async function createOrcaApp(options: OrcaAppOptions): Promise<FastifyInstance> {
  const { useCases, log, metrics, bearers, machines } = options;
  const app = openListener({
    listener: 'orca',
    log,
    requestTimeout: 10_000,
    keepAliveTimeout: 75_000,
    tls: options.tls,
  });
  const limits = new CallLimits({
    perMinute: options.limits ?? {},
    onLimited: (limit) => metrics.countLimited('orca', limit),
    clock: options.clock,
  });
  await addOpenApi(app, {
    title: 'Gennaker for Orca and machines',
    description: 'Called by the preconfigured webhook of plugin.yaml, and by machines under /v1/machines/.',
    securitySchemes: { ...orcaBearerScheme, ...(machines === undefined ? {} : machineTokenScheme(machines.issuer)) },
  });
  if (options.operationsElsewhere !== true) addOperations(app, options);
  await app.register(async (routes) => {
    requireScheme(routes, () => ({ orcaBearer: [] }));
    // These run for every poll, so none of them makes a promise.
    routes.addHook('onRequest', (request, reply, done) => {
      const refusal = bearers.check(request.headers.authorization);
      if (refusal === undefined) done();
      else if (limits.refuse(reply, 'strangers', request.ip) === undefined) answerRefusal(reply, refusal);
    });
    routes.addHook('onResponse', (request, reply, done) => {
      metrics.observeRequest('orca', request, reply);
      done();
    });
    // What it answers was neutralised when it was built, once a change.
    addStatus(routes, useCases, limits);
    await routes.register(async (others) => {
      others.addHook('onSend', neutraliseText);
      others.addHook('onRequest', async (request, reply) => limits.refuse(reply, 'orca', callerOf(request)));
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
      addMachineRoutes(routes, machines, limits);
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
        response: { 202: schemas.StartReply, ...failures },
      },
    },
    async (request, reply) => {
      const claim = readClaim(request.headers, request.body);
      if ('kind' in claim) return answerRefusal(reply, claim);
      const result = await useCases.start(claim);
      switch (result.kind) {
        case 'started':
          return reply.code(202).send(result.reply);
        case 'refused':
          return answerRefusal(reply, result);
        case 'later':
          return reply.code(503).send({ error: 'unavailable', message: result.sentence });
      }
    },
  );
}

/**
 * By what is asked for too, since Orca does not repeat a cancel that was refused; and by address, so that who has stolen a
 * bearer does not use up what is Orca's.
 */
function callerOf({ headers, ip, routeOptions }: FastifyRequest): string {
  return `${routeOptions.url} ${ip} ${headers.authorization}`;
}

/**
 * The reply is text already: it is built once a change, and sent as it is; at once when it is at hand. Such a poll is never
 * limited: it costs nothing but its answer, and there are as many as stages that run.
 */
function addStatus(routes: FastifyInstance, useCases: OrcaUseCases, limits: CallLimits): void {
  routes.get<{ Params: { id: string } }>(
    '/v1/deployments/:id/status',
    { schema: { summary: 'What Orca polls', response: { 200: schemas.StatusReply, ...failures } } },
    (request, reply) => {
      const { id } = request.params;
      void reply.type('application/json; charset=utf-8');
      const known = useCases.statusAtHand(id);
      if (known !== undefined) return known;
      return (
        limits.refuse(reply, 'orca', callerOf(request)) ??
        answerWhenRead(reply, isDeploymentId(id) ? useCases.status(id) : undefined)
      );
    },
  );
}

async function answerWhenRead(reply: FastifyReply, reading: Promise<string | undefined> | undefined): Promise<unknown> {
  const json = await reading;
  return json ?? answerRefusal(reply, neverGivenOut());
}

function neverGivenOut(): ReturnType<typeof refuse> {
  return refuse('not-found', {
    what: 'A poll',
    why: 'there is no such deployment',
    remedy: 'Orca polls the statusUrl that it was answered',
  });
}

function addCancel(routes: FastifyInstance, { useCases, log }: Pick<OrcaAppOptions, 'useCases' | 'log'>): void {
  routes.post<{ Body: StageAttempt }>(
    '/v1/cancel',
    {
      bodyLimit: smallBodyLimit,
      schema: {
        summary: 'An execution was canceled, or ended without us',
        body: schemas.CancelRequest,
        response: { 200: schemas.CancelReply, ...failures },
      },
    },
    async (request) => {
      const result = await useCases.cancel(request.body);
      log.info({ ...request.body, result: result.kind }, 'cancel call');
      return { result: result.kind, sentence: result.sentence };
    },
  );
}
