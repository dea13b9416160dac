import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';

/**
 * TypeBox checks and refuses. Fastify's own compiler would drop unknown fields and turn text into numbers: repairing a
 * request in silence is wrong where it may promote production.
 */
export function compileStrictly(app: FastifyInstance): void {
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
}
