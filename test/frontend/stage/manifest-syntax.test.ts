import fc from 'fast-check';
import { syntaxChecker } from '../../../frontend/stage/manifest-syntax.ts';
import { readYaml } from './yaml-reading.ts';

describe('the syntax of a manifest', () => {
  it('is checked document by document, and errors are told by the lines of the whole text', () => {
    const find = syntaxChecker(readYaml);
    expect(find('a: 1\n---\nb: 2\n')).toBeUndefined();
    expect(find('a: 1\n---\nb: 2\nc: [1\n')).toMatchObject({ line: 5, column: 1 });
    expect(find('a: 1\n--- \nb: [\n')?.line).toBe(4);
  });

  it('is read again only where it changed', () => {
    const read: string[] = [];
    const find = syntaxChecker((text) => {
      read.push(text);
      return readYaml(text);
    });
    find('a: 1\n---\nb: 2\n---\nc: 3\n');
    read.length = 0;
    find('a: 1\n---\nb: 2\nd: 4\n---\nc: 3\n');
    expect(read).toEqual(['---\nb: 2\nd: 4\n']);
    read.length = 0;
    find('a: 1\n---\nb: 2\n---\nc: 3\n');
    expect(read).toEqual([]);
  });

  it('is not cut inside a text block that only looks like the end of a document', () => {
    const find = syntaxChecker(readYaml);
    expect(find('a: |\n  ---\n  b\nc: "x --- y"\n')).toBeUndefined();
  });

  it('finds an error exactly when the whole text has one', () => {
    const line = fc.constantFrom('---', 'a: 1', '- b', '  c: "', 'd: [', '# e', '"', ']', '');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const text = lines.join('\n');
        expect(syntaxChecker(readYaml)(text) === undefined).toBe(readYaml(text).kind === 'read');
      }),
    );
  });
});
