import type { FastifyInstance } from 'fastify';

const intervalMilliseconds = 50;

/**
 * Node closes the connections that are idle when a server closes, and waits for the others, which stay open for the
 * next call after their answer: one call under way would keep a replica from ending until its keep-alive is over.
 */
export function closeConnectionsAsTheyFallIdle(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    const timer = setInterval(() => app.server.closeIdleConnections(), intervalMilliseconds).unref();
    app.server.once('close', () => clearInterval(timer));
  });
}
