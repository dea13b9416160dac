import fc from 'fast-check';
import { fold } from '../../../backend-stub/deployment/fold.ts';
import { diffLines } from '../../../backend-stub/deployment/line-diff.ts';
import { changedLines, sideOf } from './changed-objects.ts';

/** Few different lines, so that many are equal. */
const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });

describe('the difference between two texts', () => {
  it('applied to either gives the other', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after);
        expect([sideOf(diff, 'removed', before), sideOf(diff, 'added', before)]).toEqual([after, before]);
      }),
    );
  });

  it('is never longer than leaving out the longest lines that both have in order', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changed = changedLines(diffLines(before, after)).length;
        expect(changed).toBe(before.length + after.length - 2 * longestShared(before, after));
      }),
    );
  });

  it('is empty of changes between equal texts, and has no part without lines', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(changedLines(diffLines(before, before))).toEqual([]);
        expect(diffLines(before, after).filter((part) => part.lines.length === 0)).toEqual([]);
      }),
    );
  });

  it('of texts that have nothing in common is one removed and one added part, however long they are', () => {
    const numbered = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}`);
    expect(diffLines(numbered('old'), numbered('new'))).toEqual([
      { kind: 'removed', lines: numbered('old') },
      { kind: 'added', lines: numbered('new') },
    ]);
  });
});

function longestShared(before: readonly string[], after: readonly string[]): number {
  let row = after.map(() => 0);
  for (const left of before)
    row = row.reduce<number[]>((next, above, index) => {
      const corner = index === 0 ? 0 : (row[index - 1] ?? 0);
      return [...next, left === after[index] ? corner + 1 : Math.max(above, next.at(-1) ?? 0)];
    }, []);
  return row.at(-1) ?? 0;
}

describe('a folded difference', () => {
  it('still gives either text from the other', () => {
    const long = fc.array(fc.constantFrom('a:', 'b: 1', '  c: 1', '  - d:', '    e: 1'), { maxLength: 60 });
    fc.assert(
      fc.property(long, long, (before, after) => {
        const diff = fold(diffLines(before, after));
        expect([sideOf(diff, 'removed', before), sideOf(diff, 'added', before)]).toEqual([after, before]);
      }),
    );
  });

  it('leaves three lines around each change, and says which field the next one is inside of', () => {
    const before = [
      'apiVersion: apps/v1',
      'spec:',
      '  replicas: 3',
      '  template:',
      '    spec:',
      '      containers:',
      '        - command:',
      '            - sleep',
      '            - "1"',
      '          image: web:1',
      '          name: web',
      'tail: 1',
      'tail: 2',
      'tail: 3',
      'tail: 4',
    ];
    const after = before.map((line) => line.replace('web:1', 'web:2'));
    expect(fold(diffLines(before, after))).toEqual([
      { kind: 'folded', count: 6, within: 'spec.template.spec.containers' },
      { kind: 'unchanged', lines: before.slice(6, 9) },
      { kind: 'removed', lines: ['          image: web:1'] },
      { kind: 'added', lines: ['          image: web:2'] },
      { kind: 'unchanged', lines: before.slice(10, 13) },
      { kind: 'folded', count: 2 },
    ]);
  });

  it('does not fold a single line', () => {
    const before = ['old', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'old'];
    const after = before.map((line) => line.replace('old', 'new'));
    expect(fold(diffLines(before, after)).filter(({ kind }) => kind === 'folded')).toEqual([]);
  });
});
