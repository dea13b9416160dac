import fc from 'fast-check';
import { countLines } from '../../../../frontend/view/form/text-editing.ts';
import {
  cutParts,
  partLimit,
  partLines,
  partOf,
  resizePart,
  splitParts,
} from '../../../../frontend/view/form/text-parts.ts';

const text = fc
  .array(fc.constantFrom('---', 'a: 1', ''), { maxLength: 4 * partLimit, size: 'max' })
  .map((lines) => lines.join('\n'));

describe('a long text in parts', () => {
  it('is the same text when they are put together', () => {
    fc.assert(fc.property(text, (whole) => expect(cutParts(whole, splitParts(whole)).join('\n')).toBe(whole)));
  });

  it('has every line in one part, and none of them is long', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const sizes = splitParts(whole);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(countLines(whole));
        expect(Math.max(...sizes)).toBeLessThanOrEqual(partLimit);
      }),
    );
  });

  it('finds the part of each line', () => {
    fc.assert(
      fc.property(text, fc.nat(), (whole, some) => {
        const sizes = splitParts(whole);
        const line = (some % countLines(whole)) + 1;
        const { first, last } = partLines(sizes, partOf(sizes, line));
        expect(line).toBeGreaterThanOrEqual(first);
        expect(line).toBeLessThanOrEqual(last);
      }),
    );
  });

  it('is one part when it is short', () => {
    expect(splitParts('a\n'.repeat(partLimit - 1))).toHaveLength(1);
  });

  it('begins a part with a document', () => {
    const whole = `${'a: 1\n'.repeat(200)}---\n`.repeat(5);
    const begins = cutParts(whole, splitParts(whole)).map((part) => part.split('\n')[0]);
    expect(begins.slice(1, -1).every((line) => line === '---')).toBe(true);
  });

  it('keeps its other parts as they are while one is written', () => {
    expect(resizePart([2, 3, 1], 1, 'x')).toEqual([2, 1, 1]);
  });
});
