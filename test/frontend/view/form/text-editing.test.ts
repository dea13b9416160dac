import { countLines, indent, lineRange, newLine } from '../../../../frontend/view/form/text-editing.ts';
import type { Edit } from '../../../../frontend/view/form/text-editing.ts';

/** The text after an edit, with what is selected between bars. */
function after(text: string, { from, to, text: written, select }: Edit): string {
  const edited = text.slice(0, from) + written + text.slice(to);
  return `${edited.slice(0, select[0])}|${edited.slice(...select)}|${edited.slice(select[1])}`;
}

describe('Tab', () => {
  it('puts two blanks where the caret is', () => {
    expect(after('a: b', indent('a: b', 3, 3))).toBe('a:   ||b');
  });

  it('replaces what is selected in one line', () => {
    expect(after('a: b', indent('a: b', 3, 4))).toBe('a:   ||');
  });

  it('moves all selected lines to the right, and leaves empty ones empty', () => {
    expect(after('a\nb\n\nc', indent('a\nb\n\nc', 0, 5))).toBe('|  a\n  b\n\n|c');
  });
});

describe('Enter', () => {
  it('begins the new line under the beginning of this one', () => {
    expect(after('  - a', newLine('  - a', 5, 5))).toBe('  - a\n  ||');
  });

  it('takes no more blanks along than stand before the caret', () => {
    expect(after('    a', newLine('    a', 2, 2))).toBe('  \n  ||  a');
  });
});

it.each([
  [1, [0, 1]],
  [2, [2, 4]],
  [3, [5, 5]],
  [9, [5, 5]],
])('finds line %p', (line, range) => {
  expect(lineRange('a\nbc\n', line)).toEqual(range);
});

it.each([
  ['', 1],
  ['a', 1],
  ['a\n', 2],
  ['\n\n', 3],
])('counts the lines of %j', (text, lines) => {
  expect(countLines(text)).toBe(lines);
});
