import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../reconcile/services.ts';
import { answerFailures } from './answers.ts';
import { closeConnectionsAsTheyFallIdle } from './closing.ts';
import { addOperations } from './operations.ts';
import type { OperationsOptions } from './operations.ts';

/** Health and metrics on a port of their own: always plain, for those who bring no certificate. */
export function createOperationsApp(options: OperationsOptions & { readonly log: Log }): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: 1024, requestTimeout: 10_000, forceCloseConnections: 'idle' });
  closeConnectionsAsTheyFallIdle(app);
  answerFailures(app, { listener: 'orca', log: options.log });
  addOperations(app, options);
  return app;
}
