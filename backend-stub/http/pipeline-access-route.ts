import type { FastifyInstance } from 'fastify';
import type { PeopleUseCases } from '../reconcile/use-cases.ts';
import { answerRefusal } from './answers.ts';
import { PipelineAccess } from './pipeline-access-schemas.ts';
import { ErrorReply } from './schemas.ts';
import { userOf } from './user.ts';

export function addPipelineAccess(routes: FastifyInstance, useCases: PeopleUseCases): void {
  routes.get<{ Params: { name: string } }>(
    '/v1/access/applications/:name/pipelines',
    {
      schema: {
        summary: 'What the automatic identities of the pipelines of an application may do',
        response: { 200: PipelineAccess, '4xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const view = await useCases.pipelineAccess(userOf(request), request.params.name);
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.access;
    },
  );
}
