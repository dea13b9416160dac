import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isObject } from '../../orca/json.ts';
import { shortened } from './execution-ledger.ts';
import type { DeckExecution } from './execution-ledger.ts';
import type { GateParts } from './gate-parts.ts';
import { userOf } from './identity.ts';
import { Refused } from './refusal.ts';

interface ListQuery {
  Querystring: { statuses?: string; limit?: string; expand?: string; pipelineConfigIds?: string };
}
interface OfExecution {
  Params: { id: string };
}
interface OfStage {
  Params: { id: string; stageId: string };
}

/** Executions: looked at, started, canceled, and stages of them restarted and patched. */
export function routeExecutions(app: FastifyInstance, parts: GateParts): void {
  const { ledger, authorizer, users } = parts;
  app.get<ListQuery & { Params: { application: string } }>('/applications/:application/pipelines', async (request) => {
    const { application } = request.params;
    await authorizer.require(userOf(request, users).name, 'READ', application);
    return listed(parts, request.query, application);
  });
  app.get<ListQuery>('/executions', ({ query }) => listed(parts, query));
  app.get<OfExecution>('/pipelines/:id', async (request, reply) => {
    const execution = existing(ledger.find(request.params.id), request.params.id);
    const isReadable = await authorizer.may(userOf(request, users).name, 'READ', execution.application);
    // Orca filters what it answers instead of refusing: 200 without a body (measured).
    return isReadable ? execution : reply.status(200).send();
  });
  routeStarts(app, parts);
  routeInterventions(app, parts);
}

function routeStarts(app: FastifyInstance, { ledger, front50, authorizer, users }: GateParts): void {
  const start = async (request: FastifyRequest<{ Params: { application: string; name: string } }>): Promise<string> => {
    const { application, name } = request.params;
    const user = userOf(request, users).name;
    await authorizer.require(user, 'EXECUTE', application);
    const pipeline = front50.pipeline(application, name);
    if (pipeline === undefined) throw new Refused(404, `Unable to locate pipeline '${name}' of ${application}`);
    return ledger.start(pipeline, user, isObject(request.body) ? request.body : {});
  };
  app.post<{ Params: { application: string; name: string } }>(
    '/pipelines/v2/:application/:name',
    async (request, reply) => {
      const id = await start(request);
      return reply.status(202).send({ eventId: id, ref: `/pipelines/${id}` });
    },
  );
  app.post<{ Params: { application: string; name: string } }>('/pipelines/:application/:name', async (request, reply) =>
    reply.status(202).send({ ref: `/pipelines/${await start(request)}` }),
  );
}

function routeInterventions(app: FastifyInstance, { ledger, orca, authorizer, users }: GateParts): void {
  const executable = async (request: FastifyRequest<OfExecution>): Promise<string> => {
    const user = userOf(request, users).name;
    const { application } = existing(ledger.find(request.params.id), request.params.id);
    await authorizer.require(user, 'EXECUTE', application);
    return user;
  };
  app.put<OfExecution & { Querystring: { reason?: string } }>('/pipelines/:id/cancel', async (request, reply) => {
    const user = await executable(request);
    orca.cancel(request.params.id, user, request.query.reason);
    return reply.status(200).send();
  });
  app.delete<OfExecution>('/pipelines/:id', async (request, reply) => {
    await executable(request);
    ledger.forget(request.params.id);
    return reply.status(200).send();
  });
  app.put<OfStage>('/pipelines/:id/stages/:stageId/restart', async (request, reply) => {
    const user = await executable(request);
    orca.restartStage(request.params.id, request.params.stageId, user);
    return reply.status(200).send(ledger.find(request.params.id));
  });
  app.patch<OfStage>('/pipelines/:id/stages/:stageId', async (request, reply) => {
    const user = await executable(request);
    orca.patchStage(request.params.id, request.params.stageId, isObject(request.body) ? request.body : {}, user);
    return reply.status(200).send(ledger.find(request.params.id));
  });
}

function listed({ ledger }: GateParts, query: ListQuery['Querystring'], application?: string): readonly object[] {
  const { pipelineConfigIds } = query;
  const executions = ledger.list({
    ...(application === undefined ? {} : { application }),
    ...(pipelineConfigIds === undefined ? {} : { pipelineConfigIds: words(pipelineConfigIds) }),
    statuses: words(query.statuses ?? ''),
    limit: Number(query.limit ?? 10),
  });
  return query.expand === 'false' ? executions.map(shortened) : executions;
}

const words = (list: string): readonly string[] => list.split(',').filter((word) => word !== '');

function existing(execution: DeckExecution | undefined, id: string): DeckExecution {
  if (execution === undefined) throw new Refused(404, `No PIPELINE found for ${id}`);
  return execution;
}
