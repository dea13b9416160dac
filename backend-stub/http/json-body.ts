import type { FastifyInstance } from 'fastify';
import { shapeProblem } from './json-shape.ts';
import { RequestRefused } from './request-refused.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The only kind of body there is. Fastify's own reader would put a replacement sign for what is no UTF-8, and take plain
 * text too; it goes on refusing `__proto__` and its like.
 */
export function readOnlyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const json = textOf(Buffer.from(bytes));
    if (json instanceof RequestRefused) done(json);
    else void parse(request, json, done);
  });
}

function textOf(bytes: Uint8Array): string | RequestRefused {
  const problem = shapeProblem(bytes);
  if (problem !== undefined) return new RequestRefused(400, `its body can't be read: ${problem}`);
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    return new RequestRefused(400, "its body can't be read: it is no UTF-8", { cause });
  }
}
