import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { routeApplications } from './applications.ts';
import { routeDeckAssets } from './deck-assets.ts';
import { routeExecutions } from './executions.ts';
import { routeFixedAnswers } from './fixed-answers.ts';
import type { GateParts } from './gate-parts.ts';
import { isOwnPage } from './loopback.ts';
import { routePages } from './pages.ts';
import { routePipelines } from './pipelines.ts';
import { routePlugins } from './plugins.ts';
import { routeProxy } from './proxy.ts';
import { Refused, errorBody } from './refusal.ts';
import { routeTasks } from './tasks.ts';

export interface Gate {
  readonly url: string;
  /** `GET /somewhere`, once for each, of what was asked for and is not here. */
  readonly unknownRoutes: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Gate and Deck's web server on one port of this machine. Rejects with `EADDRINUSE` when the port is taken. */
export async function startGate(parts: GateParts, port: number): Promise<Gate> {
  const unknownRoutes = new Set<string>();
  const app = fastify({ forceCloseConnections: true, bodyLimit: 16 * 1024 * 1024 });
  readBodies(app);
  app.addHook('onRequest', async (request) => {
    if (!isOwnPage(request)) throw new Refused(403, 'The playground answers its own pages only.');
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refused)
      return reply.status(error.status).send(errorBody(error.status, error.reason, error.message));
    const message = error instanceof Error ? error.message : String(error);
    parts.log(`${request.method} ${request.url} failed: ${message}`);
    return reply.status(500).send(errorBody(500, 'Internal Server Error', message));
  });
  app.setNotFoundHandler((request, reply) => {
    const route = `${request.method} ${request.url.split('?')[0]}`;
    if (!unknownRoutes.has(route)) parts.log(`no such route: ${route}`);
    unknownRoutes.add(route);
    return reply.status(404).send(errorBody(404, 'Not Found', `No message available for ${route}`));
  });
  routePages(app, parts);
  routeDeckAssets(app, parts);
  await app.register(
    async (gate) => {
      for (const route of [routeFixedAnswers, routeApplications, routePipelines, routeExecutions]) route(gate, parts);
      for (const route of [routePlugins, routeProxy, routeTasks]) route(gate, parts);
    },
    { prefix: '/gate' },
  );
  await app.listen({ host: 'localhost', port });
  return { url: `http://localhost:${port}`, unknownRoutes, close: () => app.close() };
}

/** Deck sends JSON, also an empty body that is called JSON; the bar sends a form. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    const isJson = request.headers['content-type']?.includes('json') === true;
    try {
      const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : text === '' ? undefined : text;
      done(null, parsed);
    } catch {
      done(new Refused(400, 'The body is no JSON.'), undefined);
    }
  });
}
