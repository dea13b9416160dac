import { Lexer, Parser } from 'yaml';
import type { CST, LineCounter } from 'yaml';

/** Kubernetes' own objects are some 20 levels deep; each of our walks is recursive, so this bounds them all. */
export const depthLimit = 100;
export const documentLimit = 1000;
/**
 * A text of 2 MiB is fine, of two million signs it is not: it would keep the only thread of the service busy for a
 * quarter of a minute (measured). Large manifests are large by their block texts, each of which is two lexemes.
 */
export const lexemeLimit = 300_000;

export type Tokens =
  | { readonly kind: 'parsed'; readonly tokens: readonly CST.Token[] }
  | { readonly kind: 'refused'; readonly sentence: string };

/**
 * The parser's tree of each document, unless the text is an attack: that is seen on the bare lexemes, before a parser
 * works on them. The YAML library recurses into collections when it composes: 100,000 brackets in one line end the whole
 * process (measured: V8 runs out of memory compiling a regular expression at the end of the stack, which nothing can
 * catch).
 */
export function parseTokens(text: string, lines: LineCounter): Tokens {
  const parser = new Parser(lines.addNewLine);
  const guard = new Guard();
  const tokens: CST.Token[] = [];
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    const sentence = guard.problem(lexeme);
    if (sentence !== undefined) return { kind: 'refused', sentence };
    for (const token of parser.next(lexeme)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens.some(isTooDeep) ? { kind: 'refused', sentence: tooDeep } : { kind: 'parsed', tokens };
}

/** Counts what nests inside one line, documents, and all. A lexeme that is text is never one of these signs. */
class Guard {
  #all = 0;
  #brackets = 0;
  #indicators = 0;
  #documents = 0;

  problem(lexeme: string): string | undefined {
    this.#count(lexeme);
    if (this.#brackets > depthLimit || this.#indicators > depthLimit) return tooDeep;
    if (this.#all > lexemeLimit) return tooLarge;
    return this.#documents > documentLimit ? tooMany : undefined;
  }

  #count(lexeme: string): void {
    this.#all++;
    if (lexeme === '\n') this.#indicators = 0;
    // Between brackets these do not nest: `{ a: 1, b: 2 }` is one level, however long the line.
    else if (nesting.has(lexeme)) this.#indicators += this.#brackets === 0 ? 1 : 0;
    else if (opening.has(lexeme)) this.#brackets++;
    else if (closing.has(lexeme)) this.#brackets--;
    else if (lexeme === '---') this.#documents++;
  }
}

const tooLarge = `The manifests have more than ${lexemeLimit} keys, values and signs; deploy them in parts.`;
const tooMany = `There are more than ${documentLimit} documents; deploy them in parts.`;
const tooDeep = `The manifests are nested more than ${depthLimit} levels deep; no Kubernetes object is.`;

const opening: ReadonlySet<string> = new Set(['[', '{']);
const closing: ReadonlySet<string> = new Set([']', '}']);
const nesting: ReadonlySet<string> = new Set(['-', '?', ':']);

/** The same for nesting by indentation, on the parser's tree, without recursion. */
function isTooDeep(document: CST.Token): boolean {
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
