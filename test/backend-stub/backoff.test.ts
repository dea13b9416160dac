import fc from 'fast-check';
import { Backoff, jittered } from '../../backend-stub/backoff.ts';

const limits = fc
  .record({ least: fc.integer({ min: 1, max: 5_000 }), factor: fc.integer({ min: 1, max: 1_000 }) })
  .map(({ least, factor }) => ({ least, most: least * factor }));

function waits(backoff: Backoff, failures: number): readonly number[] {
  return Array.from({ length: failures }, () => backoff.next());
}

describe('waiting after failures in a row', () => {
  it('is between half and the whole of what doubles with each failure, and never longer than the most', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 40 }), ({ least, most }, failures) => {
        waits(new Backoff({ least, most }), failures).forEach((wait, index) => {
          const whole = Math.min(least * 2 ** index, most);
          expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2));
          expect(wait).toBeLessThanOrEqual(whole);
        });
      }),
      { numRuns: 50 },
    );
    expect(waits(new Backoff({ least: 1, most: 60_000 }), 2_000).at(-1)).toBeLessThanOrEqual(60_000);
  });

  it('begins anew after a success', () => {
    const backoff = new Backoff({ least: 100, most: 60_000 });
    waits(backoff, 10);
    expect(backoff.failing).toBe(true);
    backoff.reset();
    expect(backoff.failing).toBe(false);
    expect(backoff.next()).toBeLessThanOrEqual(100);
  });

  it('differs between those that failed together', () => {
    const together = Array.from({ length: 20 }, () => waits(new Backoff({ least: 1_000, most: 60_000 }), 5).join());
    expect(new Set(together).size).toBe(20);
  });
});

it('a wait with jitter is between half and the whole of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (milliseconds) => {
      const wait = jittered(milliseconds);
      expect(wait).toBeGreaterThanOrEqual(milliseconds / 2);
      expect(wait).toBeLessThanOrEqual(milliseconds);
    }),
  );
});
