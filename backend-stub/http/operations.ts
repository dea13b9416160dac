import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

export interface OperationsOptions {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}

/** For the kubelet and Prometheus; tells nothing about deployments. */
export function addOperations(app: FastifyInstance, { metrics, readiness }: OperationsOptions): void {
  app.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'live' }));
  app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const { ready, sentence } = await readiness.check();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', message: sentence });
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
}
