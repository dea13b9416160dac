import * as fc from 'fast-check';
import { nestingLimit, shapeProblem, valueLimit } from '../../../backend-stub/http/json-shape.ts';

const problemOf = (json: string): string | undefined => shapeProblem(Buffer.from(json));
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('the shape of a JSON text', () => {
  it('may be as deep and as wide as the limits, and no more', () => {
    expect(problemOf(nested(nestingLimit))).toBeUndefined();
    expect(problemOf(nested(nestingLimit + 1))).toContain('100 levels deep');
    expect(problemOf(`[${'1,'.repeat(valueLimit - 1)}1]`)).toBeUndefined();
    expect(problemOf(`[${'1,'.repeat(valueLimit)}1]`)).toContain('100000 values');
  });

  it('is not seen in its texts, whatever stands there', () => {
    const text = JSON.stringify({ [nested(200)]: `${'[,{'.repeat(valueLimit)}"\\` });
    expect(problemOf(text)).toBeUndefined();
    expect(problemOf(`["\\"[", ${nested(nestingLimit)}]`)).toContain('deep');
  });

  it('is none of JSON that people send, and what is no JSON is left to the parser', () => {
    const any = fc.oneof(fc.json({ maxDepth: 20 }), fc.string({ maxLength: 200 }), fc.constant('"\\'));
    fc.assert(fc.property(any, (text) => problemOf(text) === undefined));
  });
});
