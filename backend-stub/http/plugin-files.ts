import type { FastifyInstance } from 'fastify';

/** Of a repository of plugins: what Gate asks for by name. */
export type PluginFiles = ReadonlyMap<string, Buffer>;

/**
 * Gate fetches `plugins.json` and the zip that it names from here, as from any other address, and names nobody: what is in
 * them, every browser gets that loads Deck.
 */
export function addPluginFiles(app: FastifyInstance, files: PluginFiles): void {
  app.get<{ Params: { file: string } }>('/plugins/:file', { schema: { hide: true } }, (request, reply) => {
    const { file } = request.params;
    const content = files.get(file);
    if (content === undefined) return reply.callNotFound();
    return reply.type(file.endsWith('.json') ? 'application/json' : 'application/zip').send(content);
  });
}
