import { randomInt } from 'node:crypto';

/** Of this run; `GENNAKER_SEED` repeats another one. Put it into titles, so that a failure names it. */
export const seed = Number(process.env['GENNAKER_SEED'] ?? randomInt(1_000_000));

/** Numbers from 0 up to 1, the same for the same seed: mulberry32, by Tommy Ettinger, in the public domain. */
export function numbersFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
