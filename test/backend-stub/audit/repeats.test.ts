import { foldedFor, Repeats } from '../../../backend-stub/audit/repeats.ts';
import { aRefusal } from '../store/specification/chaining.ts';

describe('a refusal that is repeated', () => {
  it('within a minute is folded into one record, with how often beside the first', () => {
    const repeats = new Repeats();
    const firsts = [0, 1, foldedFor - 1].map((now) => repeats.isFirst(aRefusal(), now));
    expect([firsts, repeats.take(foldedFor - 1), repeats.take(foldedFor)]).toEqual([
      [true, false, false],
      [],
      [{ ...aRefusal(), times: 2 }],
    ]);
  });

  it('is a first one again when the minute was written, and writes nothing more where it was the only one', () => {
    const repeats = new Repeats();
    repeats.isFirst(aRefusal(), 0);
    expect(repeats.take(foldedFor)).toEqual([]);
    expect(repeats.isFirst(aRefusal(), foldedFor + 1)).toBe(true);
  });

  it.each([
    ['caller', { actor: { name: 'other', through: 'gate' } }],
    ['way in', { actor: { name: 'mallory@example.com', through: 'orca' } }],
    ['action', { action: 'abort' }],
    ['reason', { reason: 'stale' }],
    ['object', { deployment: 'another' }],
    ['application', { application: 'cart' }],
  ] as const)('is another one of another %s', (_what, changes) => {
    const repeats = new Repeats();
    repeats.isFirst(aRefusal(), 0);
    expect(repeats.isFirst(aRefusal(changes), 0)).toBe(true);
  });

  it('is the same one when only its sentence or the roles of the caller are others', () => {
    const repeats = new Repeats();
    repeats.isFirst(aRefusal(), 0);
    const actor = { name: 'mallory@example.com', through: 'gate' } as const;
    expect(repeats.isFirst(aRefusal({ sentence: 'In other words.', actor }), 0)).toBe(false);
  });

  it('fills no memory, whatever somebody asks for: beyond ten thousand objects it is one of its caller', () => {
    const repeats = new Repeats();
    const firsts = Array.from({ length: 20_000 }, (_each, index) =>
      repeats.isFirst(aRefusal({ deployment: `made-up-${index}` }), 0),
    ).filter((isFirst) => isFirst);
    expect(firsts.length).toBe(10_001);
    expect(repeats.take()).toEqual([expect.objectContaining({ times: 9_999 })]);
  });

  it('is told when a replica ends, whether its minute is over or not', () => {
    const repeats = new Repeats();
    for (const now of [0, 1]) repeats.isFirst(aRefusal(), now);
    expect([repeats.take(), repeats.take()]).toEqual([[{ ...aRefusal(), times: 1 }], []]);
  });
});
