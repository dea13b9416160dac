import { manifestByteLimit } from './deployment.ts';
import type { TextManifest } from './deployment.ts';
import { decodeLiteral, expressionsIn, holdsExpression } from './expressions.ts';
import { complain, inside, isFields, notBuilt, readChoice, readFields, readText } from './reading.ts';
import type { Field } from './reading.ts';
import { problem } from './refusal.ts';
import type { Problem } from './refusal.ts';

/** The manifests as their author wrote them: what goes to the cluster, and never back to Orca. */
export function manifestText(manifest: TextManifest): string {
  return manifest.expressions === 'literal' ? decodeLiteral(manifest.text) : manifest.text;
}

export function parseManifest(field: Field): TextManifest | undefined {
  // Its other keys are not decided by us to be wrong: only that this source is not there yet.
  if (isFields(field.value) && field.value['source'] === 'artifact')
    return notBuilt(inside(field, field.value, 'source'), 'A manifest from an artifact');
  const fields = readFields(field, { built: ['source', 'text', 'expressions'] });
  if (fields === undefined) return undefined;
  const source = readSource(inside(field, fields, 'source'));
  const expressions = readChoice(inside(field, fields, 'expressions'), {
    words: ['literal', 'evaluate'],
    otherwise: 'literal',
  });
  const textField = inside(field, fields, 'text');
  const text = readText(textField);
  if (source === undefined || expressions === undefined || text === undefined) return undefined;
  const manifest: TextManifest = { source, text, expressions };
  checkText(textField, manifest);
  return manifest;
}

function readSource(field: Field): 'text' | undefined {
  if (field.value === undefined) return complain(field, 'This is missing; the one source so far is "text".');
  return readChoice(field, { words: ['text'], otherwise: 'text' });
}

function checkText(field: Field, { text, expressions }: TextManifest): void {
  const bytes = byteLength(text);
  if (bytes > manifestByteLimit)
    complain(
      field,
      `The manifests have ${bytes} bytes, ${manifestByteLimit} (2 MiB) are allowed; deploy them in parts.`,
    );
  if (!holdsExpression(text)) return;
  const found = expressionsIn(text).join(' and ') || '${';
  const complainThere = (sentence: string): void => {
    field.problems.push(problem({ where: field.path, ...firstExpression({ text, expressions }) }, sentence));
  };
  if (expressions === 'literal')
    complainThere(
      `Orca would evaluate ${found}; a literal manifest is stored with a backslash, as "$\\{", which the stage's form writes and the service takes away again.`,
    );
  else
    complainThere(
      `Orca left ${found} unresolved; correct the expression, or set "expressions" to "literal" when it belongs to the manifest.`,
    );
}

/** As the author sees it: of a literal text without the backslashes that were written before it on its line. */
function firstExpression({
  text,
  expressions,
}: Pick<TextManifest, 'text' | 'expressions'>): Pick<Problem, 'line' | 'column'> {
  const lines = text.slice(0, text.indexOf('${')).split('\n');
  const before = lines[lines.length - 1] ?? '';
  return { line: lines.length, column: (expressions === 'literal' ? decodeLiteral(before) : before).length + 1 };
}

/** Bytes in UTF-8, counted by hand: neither `Buffer` nor `TextEncoder` is everywhere. A lone surrogate counts as U+FFFD, 3. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index++;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
