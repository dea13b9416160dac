import { existsSync, readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { GateParts } from './gate-parts.ts';
import { Refused } from './refusal.ts';

/** Gate's proxy of Deck plugins: the manifest, and one file beside it. */
export function routePlugins(app: FastifyInstance, { plugin, pluginFile }: GateParts): void {
  const { id, version } = plugin;
  app.get('/plugins/deck/plugin-manifest.json', () => (existsSync(pluginFile) ? [{ id, version }] : []));
  app.get<{ Params: { id: string; version: string; asset: string } }>(
    '/plugins/deck/:id/:version/:asset',
    ({ params }, reply) => {
      const isOurs = params.id === id && params.version === version && params.asset === 'index.js';
      if (!isOurs || !existsSync(pluginFile)) throw new Refused(404, `No plugin asset ${params.asset} found.`);
      // Gate lets a browser keep it for 30 days under its version. Here the version stays and the bundle does not.
      reply.header('Cache-Control', 'no-cache').type('application/javascript');
      return readFileSync(pluginFile);
    },
  );
}
