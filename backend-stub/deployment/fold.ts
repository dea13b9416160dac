import type { DiffPart, WholePart } from '../contract/change.ts';
import { defined } from '../contract/defined.ts';

/** Unchanged lines that stay around a change. */
const context = 3;

/** Leaves out what is unchanged and far from every change, and says where one is after that. */
export function fold(parts: readonly WholePart[]): readonly DiffPart[] {
  const above: string[] = [];
  return parts.flatMap((part, index): readonly DiffPart[] => {
    if (part.kind === 'removed') return [part];
    const before = [...above];
    for (const line of part.lines) above.push(line);
    if (part.kind === 'added') return [part];
    return foldPart(part.lines, { before, isFirst: index === 0, isLast: index === parts.length - 1 });
  });
}

interface Around {
  readonly before: readonly string[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function foldPart(lines: readonly string[], { before, isFirst, isLast }: Around): readonly DiffPart[] {
  const head = isFirst ? 0 : context;
  const tail = isLast ? 0 : context;
  const count = lines.length - head - tail;
  // A fold takes a line itself.
  if (count < 2) return [{ kind: 'unchanged', lines }];
  const shown = lines.length - tail;
  const within = tail === 0 ? undefined : enclosing([...before, ...lines.slice(0, shown + 1)]);
  return [
    ...(head === 0 ? [] : [{ kind: 'unchanged', lines: lines.slice(0, head) } as const]),
    { kind: 'folded', count, ...defined({ within }) },
    ...(tail === 0 ? [] : [{ kind: 'unchanged', lines: lines.slice(shown) } as const]),
  ];
}

/** A key that opens a block, also as the first one of a list item. */
const opening = /^(?<indent> *)(?<item>- )?(?<key>[^\s:#"'][^:\s]*):( [|>][-+\d]*)?$/;

/** The path of the keys that the last line is inside of, as `spec.template.spec.containers`. */
function enclosing(lines: readonly string[]): string | undefined {
  let indent = indentOf(lines.at(-1) ?? '');
  const keys: string[] = [];
  for (const line of lines.toReversed()) {
    const isAround = line.trim() !== '' && indentOf(line) < indent;
    if (!isAround) continue;
    const key = keyOpenedBy(line, indent);
    if (key !== undefined) keys.unshift(key);
    indent = indentOf(line);
  }
  return keys.length === 0 ? undefined : keys.join('.');
}

/** The key of a line that holds what is indented so far. */
function keyOpenedBy(line: string, indent: number): string | undefined {
  const { key, item = '' } = opening.exec(line)?.groups ?? {};
  return indentOf(line) + item.length < indent ? key : undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
