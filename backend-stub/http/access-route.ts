import type { FastifyInstance } from 'fastify';
import type { PeopleUseCases } from '../reconcile/use-cases.ts';
import { ApplicationsAccess, ServiceAccounts } from './access-schemas.ts';
import { answerRefusal } from './answers.ts';
import { ErrorReply } from './schemas.ts';
import { userOf } from './user.ts';

export function addAccess(routes: FastifyInstance, useCases: PeopleUseCases): void {
  routes.get(
    '/v1/access/service-accounts',
    {
      schema: {
        summary: 'Service accounts that you may use or see, their roles, and where they are used',
        response: { 200: ServiceAccounts, '4xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const view = await useCases.serviceAccounts(userOf(request));
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.accounts;
    },
  );
  routes.get(
    '/v1/access/applications',
    {
      schema: {
        summary: 'Who may what on the applications that you may read',
        response: { 200: ApplicationsAccess, '4xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const view = await useCases.applicationsAccess(userOf(request));
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.access;
    },
  );
}
