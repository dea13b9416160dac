import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** Whether this replica should get calls: its store answers, and it is not draining. */
export interface Readiness {
  check(): Promise<{ readonly ready: boolean; readonly sentence: string }>;
}

/** For the kubelet and Prometheus; tells nothing about deployments. */
export function addOperations(
  app: FastifyInstance,
  { metrics, readiness }: { readonly metrics: Metrics; readonly readiness: Readiness },
): void {
  app.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'live' }));
  app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const { ready, sentence } = await readiness.check();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', message: sentence });
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
}
