import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { Log } from '../reconcile/services.ts';
import { errorReply, refusalReply } from './failure-reply.ts';
import type { Listener } from './failure-reply.ts';

export function answerRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { statusCode, body } = refusalReply(refusal);
  return reply.code(statusCode).send(body);
}

export interface FailureAnswers {
  readonly listener: Listener;
  readonly log: Log;
}

/** Every answer is a JSON object, whatever went wrong: Gate's proxy passes nothing else on. */
export function answerFailures(app: FastifyInstance, { listener, log }: FailureAnswers): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { statusCode, body } = errorReply(error, listener);
    const call = { err: error, method: request.method, route: request.routeOptions.url };
    if (body.error === 'fault') log.error(call, 'a call failed');
    else if (body.error === 'unavailable') log.warn(call, 'a call could not be answered');
    return reply.code(statusCode).send(body);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const { statusCode, body } = refusalReply(noSuchRoute(request.method, request.url));
    return reply.code(statusCode).send(body);
  });
}

function noSuchRoute(method: string, url: string): Refusal {
  const path = (url.split('?')[0] ?? '').slice(0, 200);
  return refuse('not-found', {
    what: 'The request',
    why: `there is no ${method} ${path} here`,
    remedy: 'GET /v1/openapi.json says what there is',
  });
}
