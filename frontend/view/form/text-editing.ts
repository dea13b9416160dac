/** A part of a text to be replaced, and what is selected afterwards. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly select: readonly [start: number, end: number];
}

const indentation = '  ';

/** What Tab does: two blanks, or two blanks before each of the selected lines. */
export function indent(text: string, start: number, end: number): Edit {
  if (!text.slice(start, end).includes('\n')) {
    const after = start + indentation.length;
    return { from: start, to: end, text: indentation, select: [after, after] };
  }
  const from = lineStart(text, start);
  const indented = text.slice(from, end).replace(/^(?=.)/gm, indentation);
  return { from, to: end, text: indented, select: [from, from + indented.length] };
}

/** What Enter does: a new line that begins under the beginning of this one. */
export function newLine(text: string, start: number, end: number): Edit {
  const before = text.slice(lineStart(text, start), start);
  const blanks = /^ */.exec(before)?.[0] ?? '';
  const after = start + 1 + blanks.length;
  return { from: start, to: end, text: `\n${blanks}`, select: [after, after] };
}

function lineStart(text: string, index: number): number {
  return index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1;
}

/** Where a line stands in a text; `line` counts from 1, and one that does not exist is the last. */
export function lineRange(text: string, line: number): readonly [start: number, end: number] {
  let start = 0;
  for (let number = 1; number < line; number++) {
    const next = text.indexOf('\n', start);
    if (next === -1) break;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return [start, end === -1 ? text.length : end];
}

export function countLines(text: string): number {
  let count = 1;
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) count++;
  return count;
}
