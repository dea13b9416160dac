import type { FastifyInstance } from 'fastify';
import { nameProblem } from '../contract/creation.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { PeopleUseCases } from '../reconcile/use-cases.ts';
import type { CreationQuestion } from '../reconcile/view-creation.ts';
import { answerRefusal } from './answers.ts';
import { CreationAnswer, CreationQuery } from './creation-schemas.ts';
import { CreationOverview } from './creation-overview-schema.ts';
import { ErrorReply } from './schemas.ts';
import { userOf } from './user.ts';

interface AboutName {
  Params: { name: string };
  Querystring: { user?: string; roles?: string };
}

export function addCreation(routes: FastifyInstance, useCases: PeopleUseCases): void {
  routes.get<AboutName>(
    '/v1/access/applications/:name/creation',
    {
      schema: {
        summary: 'Whether you may create an application of this name, and why',
        querystring: CreationQuery,
        response: { 200: CreationAnswer, '4xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const problem = nameProblem(name);
      if (problem !== undefined) return answerRefusal(reply, wrongName(problem));
      const view = await useCases.creation(userOf(request), questionOf(name, request.query));
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.answer;
    },
  );
  routes.get(
    '/v1/access/creation',
    {
      schema: {
        summary: "What the operator's copy of Fiat's rules comes to; for admins",
        response: { 200: CreationOverview, '4xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const view = await useCases.creationOverview(userOf(request));
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.overview;
    },
  );
}

/** With roles, nobody in particular is meant, whoever is named beside them. */
function questionOf(name: string, { user, roles }: AboutName['Querystring']): CreationQuestion {
  if (roles === undefined) return user === undefined || user.trim() === '' ? { name } : { name, user: user.trim() };
  const given = roles.split(',').map((role) => role.trim().toLowerCase());
  return { name, roles: given.filter((role) => role !== '') };
}

function wrongName(problem: string): Refusal {
  return refuse('bad-input', {
    what: 'Asking about an application',
    why: problem,
    remedy: 'Choose another name',
  });
}
