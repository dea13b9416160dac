import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** The document is made from the schemas that check the requests. */
export async function addOpenApi(
  app: FastifyInstance,
  info: { readonly title: string; readonly description: string },
): Promise<void> {
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { ...info, version: '1' } },
    // A shape inside another one is referred to by its own name and not by a number.
    refResolver: {
      buildLocalReference: ({ $id }, _base, fragment) => (typeof $id === 'string' ? $id : fragment),
    },
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
