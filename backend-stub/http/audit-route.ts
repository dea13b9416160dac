import type { FastifyInstance } from 'fastify';
import { isRefusal } from '../contract/refusal.ts';
import type { PeopleUseCases } from '../reconcile/use-cases.ts';
import { answerRefusal } from './answers.ts';
import { readAuditQuery } from './audit-query.ts';
import { AuditPage, AuditQueryText } from './audit-schemas.ts';
import { ErrorReply } from './schemas.ts';
import { userOf } from './user.ts';

export function addAudit(routes: FastifyInstance, useCases: PeopleUseCases): void {
  routes.get(
    '/v1/audit',
    {
      schema: {
        summary: 'Who did what about the deployments of an application',
        querystring: AuditQueryText,
        response: { 200: AuditPage, '4xx': ErrorReply },
      },
      // The sentence of `readAuditQuery` names the key; the schema is for the document.
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const query = readAuditQuery(request.query);
      if (isRefusal(query)) return answerRefusal(reply, query);
      const view = await useCases.audit(userOf(request), query);
      return view.kind === 'refused' ? answerRefusal(reply, view) : view.page;
    },
  );
}
