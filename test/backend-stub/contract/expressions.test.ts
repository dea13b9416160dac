import fc from 'fast-check';
import {
  decodeLiteral,
  encodeLiteral,
  holdsExpression,
  neutraliseAll,
} from '../../../backend-stub/contract/expressions.ts';

describe('a literal manifest in a stage', () => {
  const shellText = fc
    .array(fc.constantFrom('$', '{', '}', '\\', '${', 'HOME', '\n', ' '))
    .map((parts) => parts.join(''));

  it('holds nothing that Orca would evaluate', () => {
    fc.assert(fc.property(shellText, (text) => !holdsExpression(encodeLiteral(text))));
  });

  it('comes back as it was written, whatever dollars, backslashes and braces it has', () => {
    fc.assert(fc.property(shellText, (text) => decodeLiteral(encodeLiteral(text)) === text));
  });

  it('stays readable in pipeline JSON', () => {
    expect(encodeLiteral('echo ${HOME}')).toBe('echo $\\{HOME}');
  });
});

describe('an answer to Orca', () => {
  it('holds no expression in any text or key, however deep', () => {
    const answer = neutraliseAll({ 'k${1}': ['${1+1}', { deep: 'pull ${IMAGE} failed' }], n: 1, none: undefined });
    expect(JSON.stringify(answer)).not.toContain('${');
    expect(JSON.stringify(answer)).toContain('IMAGE} failed');
  });
});
