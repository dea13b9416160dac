import { createReadStream, existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { GateParts } from './gate-parts.ts';
import { Refused } from './refusal.ts';
import { settingsScript } from './settings.ts';

const types: Readonly<Record<string, string>> = {
  '.js': 'application/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
};

/** What a Deck's web server has: settings, a manifest of its own plugins (without one Deck loads none at all), and files. */
export function routeDeckAssets(app: FastifyInstance, { deckFolder, plugin }: GateParts): void {
  app.get('/settings.js', (_request, reply) => reply.type('application/javascript').send(settingsScript(plugin)));
  app.get('/plugin-manifest.json', () => []);
  app.get<{ Params: { name: string } }>('/deck/:name', ({ params: { name } }, reply) => {
    const file = join(deckFolder, name);
    const type = types[extname(name)];
    if (type === undefined || !/^[\w.-]+$/.test(name) || !existsSync(file)) throw new Refused(404, `No file ${name}`);
    return reply.type(type).send(createReadStream(file));
  });
}
