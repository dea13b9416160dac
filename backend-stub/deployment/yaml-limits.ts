import { Lexer, type CST } from 'yaml';

/** Kubernetes' own objects are some 20 levels deep; each of our walks is recursive, so this bounds them all. */
export const depthLimit = 100;
export const documentLimit = 1000;

/**
 * Looks at the bare tokens before a parser does, and stops at the first sign of an attack. The YAML library recurses
 * into collections: 100,000 brackets in one line end the whole process (measured: V8 runs out of memory compiling a
 * regular expression at the end of the stack, which nothing can catch), and a million of them take seconds first.
 */
export function tokenProblem(text: string): string | undefined {
  let brackets = 0;
  let indicators = 0;
  let documents = 0;
  for (const token of new Lexer().lex(text)) {
    if (opening.has(token)) brackets++;
    else if (closing.has(token)) brackets--;
    else if (nesting.has(token)) indicators++;
    else if (token === '\n') indicators = 0;
    else if (token === '---') documents++;
    if (brackets > depthLimit || indicators > depthLimit) return tooDeep;
    if (documents > documentLimit) return `There are more than ${documentLimit} documents; deploy them in parts.`;
  }
  return undefined;
}

export const tooDeep = `The manifests are nested more than ${depthLimit} levels deep; no Kubernetes object is.`;

const opening: ReadonlySet<string> = new Set(['[', '{']);
const closing: ReadonlySet<string> = new Set([']', '}']);
const nesting: ReadonlySet<string> = new Set(['-', '?', ':']);

/** The same for nesting by indentation, on the parser's tree, without recursion. */
export function isTooDeep(document: CST.Token): boolean {
  let level: readonly CST.Token[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthLimit) return true;
    level = level.flatMap(inner);
  }
  return false;
}

function inner(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value]).filter((part) => part !== undefined && part !== null);
}
