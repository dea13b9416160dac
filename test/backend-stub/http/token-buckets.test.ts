import { TokenBuckets } from '../../../backend-stub/http/token-buckets.ts';

describe('the calls of a caller', () => {
  let now = 0;
  const buckets = (perMinute: number, most?: number): TokenBuckets =>
    new TokenBuckets({ perMinute, clock: { elapsed: () => now }, ...(most === undefined ? {} : { most }) });
  const times = (count: number, action: () => unknown): readonly unknown[] => Array.from({ length: count }, action);

  it('may all come at once, and are then so many in a minute, evenly', () => {
    const limited = buckets(60);
    expect(times(60, () => limited.take('alice'))).toEqual(times(60, () => undefined));
    expect(limited.take('alice')).toBe(1);
    now += 999;
    expect(limited.take('alice')).toBe(1);
    now += 1;
    expect([limited.take('alice'), limited.take('alice')]).toEqual([undefined, 1]);
  });

  it('are told in how many whole seconds the next is due', () => {
    const limited = buckets(4);
    times(4, () => limited.take('alice'));
    expect(limited.take('alice')).toBe(15);
    now += 14_500;
    expect(limited.take('alice')).toBe(1);
  });

  it('are never more than those of a minute, however long it was quiet', () => {
    const limited = buckets(3);
    limited.take('alice');
    now += 3_600_000;
    expect(times(4, () => limited.take('alice'))).toEqual([undefined, undefined, undefined, 20]);
  });

  it('are not those of another one', () => {
    const limited = buckets(1);
    expect([limited.take('alice'), limited.take('bob'), limited.take('alice')]).toEqual([undefined, undefined, 60]);
  });

  it('are remembered of so many callers only, and of the one who was quiet for longest not', () => {
    const limited = buckets(1, 2);
    for (const caller of ['alice', 'bob', 'alice', 'carol']) limited.take(caller);
    expect([limited.size, limited.take('alice'), limited.take('bob')]).toEqual([2, 60, undefined]);
  });
});
