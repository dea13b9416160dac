import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { isRefusal } from '../contract/refusal.ts';
import type { MachineUseCases } from '../reconcile/machine-use-cases.ts';
import { answerRefusal } from './answers.ts';
import { readAuditStretch } from './audit-query.ts';
import { AuditStretchText } from './audit-schemas.ts';
import type { MachineCallers } from './machine-callers.ts';
import { ErrorReply } from './schemas.ts';

const lines = {
  description: 'One AuditRecord a line, in the order of their sequence.',
  content: { 'application/x-ndjson': { schema: { type: 'string' } } },
};

/** However long the chain is, one page of it is in memory. What breaks on the way breaks the answer off. */
export function addMachineAudit(
  routes: FastifyInstance,
  useCases: Pick<MachineUseCases, 'exportAudit'>,
  callers: MachineCallers,
): void {
  routes.get(
    '/v1/machines/audit',
    {
      schema: {
        summary: 'What was written down of your tenant',
        querystring: AuditStretchText,
        response: { 200: lines, '4xx': ErrorReply, '5xx': ErrorReply },
      },
      // The sentence of `readAuditStretch` names the key; the schema is for the document.
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const stretch = readAuditStretch(request.query);
      if (isRefusal(stretch)) return answerRefusal(reply, stretch);
      const view = await useCases.exportAudit(callers.of(request), stretch);
      if (view.kind === 'refused') return answerRefusal(reply, view);
      // The first is read before anything is said, so that a database that is away is answered as such.
      const first = await view.lines.next();
      return reply.type('application/x-ndjson').send(Readable.from(following(first, view.lines)));
    },
  );
}

async function* following(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done !== true) yield first.value;
  yield* rest;
}
