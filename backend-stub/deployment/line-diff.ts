import type { WholePart } from '../contract/change.ts';

type Lines = readonly string[];

/** Beyond so many changed lines the text is another one, and is shown as such: finding the shortest way costs their square. */
const mostEdits = 500;

/** What turns one text into the other: the shortest list of removed and added lines, by E. W. Myers (1986). */
export function diffLines(before: Lines, after: Lines): readonly WholePart[] {
  const head = sharedHead(before, after);
  const tail = sharedTail(before.slice(head), after.slice(head));
  const from = before.slice(head, before.length - tail);
  const to = after.slice(head, after.length - tail);
  return joined([
    { kind: 'unchanged', lines: before.slice(0, head) },
    ...(shortest(from, to) ?? [
      { kind: 'removed', lines: from },
      { kind: 'added', lines: to },
    ]),
    { kind: 'unchanged', lines: before.slice(before.length - tail) },
  ]);
}

function sharedHead(before: Lines, after: Lines): number {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  return head;
}

function sharedTail(before: Lines, after: Lines): number {
  let tail = 0;
  while (tail < before.length && tail < after.length && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return tail;
}

/** How far each diagonal got with one edit more; diagonal k holds the places where x - y is k. */
type Reach = ReadonlyMap<number, number>;

function shortest(before: Lines, after: Lines): readonly WholePart[] | undefined {
  const history: Reach[] = [];
  let reach: Reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= mostEdits; edits += 1) {
    history.push(reach);
    const next = new Map<number, number>();
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = start(reach, diagonal, edits);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return wayBack(before, after, history);
    }
    reach = next;
  }
  return undefined;
}

/** From the diagonal above by an added line, or from the one below by a removed one: whichever got further. */
function start(reach: Reach, diagonal: number, edits: number): number {
  return cameDown(reach, diagonal, edits) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;
}

function cameDown(reach: Reach, diagonal: number, edits: number): boolean {
  if (diagonal === -edits || diagonal === edits) return diagonal === -edits;
  return (reach.get(diagonal - 1) ?? 0) < (reach.get(diagonal + 1) ?? 0);
}

function wayBack(before: Lines, after: Lines, history: readonly Reach[]): readonly WholePart[] {
  const parts: WholePart[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = history.length - 1; edits >= 0; edits -= 1) {
    const reach = history[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const from = start(reach, diagonal, edits);
    parts.unshift({ kind: 'unchanged', lines: before.slice(from, x) });
    if (edits === 0) break;
    const added = cameDown(reach, diagonal, edits);
    x = added ? from : from - 1;
    y = added ? from - diagonal - 1 : from - diagonal;
    parts.unshift(
      added ? { kind: 'added', lines: after.slice(y, y + 1) } : { kind: 'removed', lines: before.slice(x, x + 1) },
    );
  }
  return parts;
}

/** Neighbours of a kind as one part, what is removed before what is added, nothing empty. */
function joined(parts: readonly WholePart[]): readonly WholePart[] {
  const found: WholePart[] = [];
  let removed: Lines = [];
  let added: Lines = [];
  const flush = (): void => {
    if (removed.length > 0) found.push({ kind: 'removed', lines: removed });
    if (added.length > 0) found.push({ kind: 'added', lines: added });
    [removed, added] = [[], []];
  };
  for (const { kind, lines } of parts) {
    if (lines.length === 0) continue;
    if (kind === 'removed') removed = [...removed, ...lines];
    else if (kind === 'added') added = [...added, ...lines];
    else {
      flush();
      const last = found.at(-1);
      if (last?.kind === 'unchanged') found.splice(-1, 1, { kind, lines: [...last.lines, ...lines] });
      else found.push({ kind, lines });
    }
  }
  flush();
  return found;
}
