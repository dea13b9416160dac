import ts from 'typescript';

const silencing = /@ts-(ignore|nocheck|expect-error)|eslint-disable/;

/** Lines where a source silences the compiler or the linter, or says `any`; the word in a comment is only a word. */
export function silencedLines(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = new Set(text.split('\n').flatMap((line, index) => (silencing.test(line) ? [index] : [])));
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) lines.add(source.getLineAndCharacterOfPosition(node.getStart()).line);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...lines].map((line) => `${file}:${line + 1}`);
}
