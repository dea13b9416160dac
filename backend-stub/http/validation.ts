import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { isRecord, listAt } from '../deployment/kubernetes-object.ts';

/** A route that says nothing of a query takes none. */
const noQuery = Type.Object({}, { additionalProperties: false });

/**
 * TypeBox checks and refuses. Fastify's own compiler would drop unknown fields and turn text into numbers: repairing a
 * request in silence is wrong where it may promote production. To be called before there is a route.
 */
export function compileStrictly(app: FastifyInstance): void {
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.setSchemaErrorFormatter((errors, part) => new Error(whatIsWrong(errors, part)));
  app.addHook('onRoute', (route) => {
    route.schema = { querystring: noQuery, ...route.schema };
  });
}

const mostNamed = 5;

/** As a part of a sentence: `body.seen[0] has "more", which is not known; body.action must be string`. Values are never quoted. */
function whatIsWrong(errors: readonly unknown[], part: string): string {
  const found = errors.filter((error) => isRecord(error) && error['keyword'] !== 'boolean');
  const named = found.slice(0, mostNamed).map((error) => oneWrong(error, part));
  return found.length > mostNamed ? `${named.join('; ')}; and more` : named.join('; ');
}

function oneWrong(error: unknown, part: string): string {
  const { instancePath, message, params, keyword } = isRecord(error) ? error : {};
  const where = `${part === 'querystring' ? 'the query' : part}${pathOf(String(instancePath))}`;
  if (keyword !== 'additionalProperties') return `${where} ${String(message)}`;
  const keys = listAt(params, 'additionalProperties').slice(0, mostNamed).map(quoted);
  return `${where} has ${keys.join(', ')}, which is not known`;
}

/** `/seen/0/rollout` as `.seen[0].rollout`. */
function pathOf(pointer: string): string {
  const keys = pointer.split('/').slice(1);
  return keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key.slice(0, 60)}`)).join('');
}

function quoted(key: unknown): string {
  return JSON.stringify(String(key).slice(0, 60));
}
