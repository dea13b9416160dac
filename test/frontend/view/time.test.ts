import { ago, exact, remaining } from '../../../frontend/view/time.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const before = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

describe('how long ago', () => {
  it.each([
    [-30, 'just now'],
    [0, 'just now'],
    [5, '5 seconds ago'],
    [60, '1 minute ago'],
    [3599, '59 minutes ago'],
    [7200, '2 hours ago'],
    [86_400 * 400, '400 days ago'],
  ])('%i seconds: %s', (seconds, words) => {
    expect(ago(before(seconds), now)).toBe(words);
  });
});

describe('how long until', () => {
  it.each([
    [0, 'over, goes on any moment'],
    [9, '0:09 left'],
    [300, '5:00 left'],
    [3725, '1:02:05 left'],
  ])('%i seconds: %s', (seconds, words) => {
    expect(remaining(before(-seconds), now)).toBe(words);
  });
});

describe('the exact time', () => {
  it('names the day only when it is not today', () => {
    const today = new Date(2026, 10, 22, 9, 5, 7);
    const other = new Date(2025, 10, 22, 9, 5, 7);
    expect(exact(today.toISOString(), new Date(2026, 10, 22, 23).getTime())).not.toContain('2026');
    expect(exact(other.toISOString(), new Date(2026, 10, 22, 23).getTime())).toContain('2025');
  });
});
