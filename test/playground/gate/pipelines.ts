import type { FastifyInstance } from 'fastify';
import { isObject } from '../../orca/json.ts';
import type { JsonObject } from '../../orca/json.ts';
import type { SavedPipeline } from './front50.ts';
import type { GateParts } from './gate-parts.ts';
import { userOf } from './identity.ts';
import { firstError, savePipeline } from './pipeline-task.ts';
import { Refused } from './refusal.ts';

interface OfApplication {
  Params: { application: string };
}
interface Named {
  Params: { application: string; name: string };
}

/** Saved pipelines, with the rights that Front50 asks for. */
export function routePipelines(app: FastifyInstance, parts: GateParts): void {
  const { front50, authorizer, users } = parts;
  app.get<OfApplication>('/applications/:application/pipelineConfigs', async (request) => {
    const { application } = request.params;
    await authorizer.require(userOf(request, users).name, 'READ', application);
    return front50.pipelines(application);
  });
  app.get<Named>('/applications/:application/pipelineConfigs/:name', async (request) => {
    const { application, name } = request.params;
    await authorizer.require(userOf(request, users).name, 'READ', application);
    return found(front50.pipeline(application, name), name);
  });
  app.get('/applications/:application/strategyConfigs', () => []);
  app.get<{ Params: { id: string } }>('/pipelineConfigs/:id/history', ({ params }) => {
    const pipeline = front50.pipelineById(params.id);
    return pipeline === undefined ? [] : [pipeline];
  });
  routeChanges(app, parts);
}

function routeChanges(app: FastifyInstance, { front50, authorizer, users }: GateParts): void {
  const save = async (written: unknown, user: string): Promise<SavedPipeline> => {
    const pipeline = parsePipeline(written);
    await authorizer.require(user, 'WRITE', pipeline.application);
    return front50.save(pipeline.json, user);
  };
  app.post<{ Querystring: { staleCheck?: string } }>('/pipelines', async (request, reply) => {
    const { json } = parsePipeline(request.body);
    const job = { type: 'savePipeline', pipeline: json, staleCheck: request.query.staleCheck === 'true' } as const;
    const result = await savePipeline(job, { user: userOf(request, users).name, front50, authorizer });
    if (result.status === 'TERMINAL') throw new Refused(400, firstError(result));
    return reply.status(200).send();
  });
  app.put('/pipelines/:id', (request) => save(request.body, userOf(request, users).name));
  app.delete<Named>('/pipelines/:application/:name', async (request, reply) => {
    const { application, name } = request.params;
    await authorizer.require(userOf(request, users).name, 'WRITE', application);
    front50.delete(found(front50.pipeline(application, name), name).id);
    return reply.status(200).send();
  });
  app.post('/actions/pipelines/reorder', (_request, reply) => reply.status(200).send());
}

function parsePipeline(written: unknown): { application: string; json: JsonObject } {
  const json = isObject(written) ? written : {};
  const { application, name } = json;
  if (typeof application !== 'string' || typeof name !== 'string' || name.trim() === '')
    throw new Refused(400, 'A pipeline requires name and application fields');
  return { application, json };
}

function found(pipeline: SavedPipeline | undefined, name: string): SavedPipeline {
  if (pipeline === undefined) throw new Refused(404, `Pipeline config '${name}' not found`);
  return pipeline;
}
