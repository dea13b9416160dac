import { Composer, isScalar, LineCounter } from 'yaml';
import type { Document, ParsedNode, Tags } from 'yaml';
import { problem } from '../contract/refusal.ts';
import type { Place, Problem } from '../contract/refusal.ts';
import { parseTokens } from './yaml-limits.ts';
import { nodeProblems } from './yaml-nodes.ts';

/** One document of a YAML text as plain JSON, and where its parts stand. */
export interface YamlDocument {
  /** From 1; empty documents are not counted. */
  readonly number: number;
  readonly line: number;
  readonly value: unknown;
  /** `document 2, line 14, column 3`: of the nearest part of a path that exists. */
  readonly where: (path?: readonly (string | number)[]) => Place;
}

export type YamlText =
  | { readonly kind: 'read'; readonly documents: readonly YamlDocument[] }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const parsed = parseTokens(text, lines);
  if (parsed.kind === 'refused') return { kind: 'invalid', problems: [problem('manifest', parsed.sentence)] };
  return collect([...new Composer(options).compose(parsed.tokens)], lines);
}

/**
 * YAML as kubectl reads it (sigs.k8s.io/yaml on go.yaml.in/yaml/v2, resolve.go), since these manifests are written for
 * it: `on`, `off`, `yes`, `no`, `y` and `n` are booleans and `0644` is 420, as in YAML 1.1; but no base 60 (`22:22` is
 * text), and dates stay text. Merge keys are refused elsewhere, so `<<` is a plain key here. Keys stay as written.
 */
const options = {
  schema: 'yaml-1.1',
  customTags: (tags: Tags): Tags => [octal, ...tags.filter(isRead)],
  merge: false,
  stringKeys: true,
  // Quadratic in the library; ours, in yaml-nodes.ts, also says where the first one stands.
  uniqueKeys: false,
  prettyErrors: false,
} as const;

const left: ReadonlySet<string> = new Set(['binary', 'merge', 'omap', 'pairs', 'set', 'timestamp']);

function isRead(tag: Tags[number]): boolean {
  if (typeof tag === 'string') return !left.has(tag);
  const format = 'format' in tag ? tag.format : undefined;
  return format !== 'TIME' && !left.has(tag.tag.replace('tag:yaml.org,2002:', ''));
}

/** Go reads `0o17` as well as `017`. */
const octal = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text: string): number => Number(text.replaceAll('_', '').replace(/^[-+]/, '')) * (text[0] === '-' ? -1 : 1),
} as const;

function collect(composed: readonly Document.Parsed[], lines: LineCounter): YamlText {
  const problems: Problem[] = [];
  const documents: YamlDocument[] = [];
  for (const document of composed) {
    const number = documents.length + 1;
    const at = (offset: number): Place => position({ number, offset, lines });
    const found = [...syntaxProblems(document, at), ...nodeProblems(document, at)];
    for (const one of found) problems.push(one);
    if (found.length > 0 || !isEmpty(document))
      documents.push(read({ document, number, at, lines, broken: found.length > 0 }));
  }
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'read', documents };
}

interface Composed {
  readonly document: Document.Parsed;
  readonly number: number;
  readonly at: (offset: number) => Place;
  readonly lines: LineCounter;
  readonly broken: boolean;
}

function read({ document, number, at, lines, broken }: Composed): YamlDocument {
  return {
    number,
    line: lines.linePos(startOf(document)).line,
    // A broken one is only counted: the text is refused, and its unresolved aliases would throw.
    value: broken ? undefined : plain(document),
    where: (path = []) => at(offsetOf(document, path)),
  };
}

function plain(document: Document.Parsed): unknown {
  const value: unknown = document.toJS();
  return value;
}

function position({ number, offset, lines }: { number: number; offset: number; lines: LineCounter }): Place {
  const { line, col } = lines.linePos(offset);
  const place = { line: Math.max(line, 1), column: Math.max(col, 1) };
  return { where: `document ${number}, line ${place.line}, column ${place.column}`, ...place };
}

function syntaxProblems({ errors }: Document.Parsed, at: (offset: number) => Place): readonly Problem[] {
  return errors.map(({ pos, message }) => problem(at(pos[0]), `This is no valid YAML: ${sentence(message)}`));
}

function sentence(message: string): string {
  const [first = message] = message.split('\n');
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function isEmpty({ contents }: Document.Parsed): boolean {
  const root: ParsedNode | undefined = contents ?? undefined;
  return root === undefined || (isScalar(root) && root.value === null);
}

function startOf({ contents, range }: Document.Parsed): number {
  return contents?.range[0] ?? range[0];
}

function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (hasRange(node)) return node.range[0];
  }
  return startOf(document);
}

function hasRange(node: unknown): node is { readonly range: readonly [number, ...number[]] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
