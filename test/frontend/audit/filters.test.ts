import { filterKeys, readFilters, whatIsWrong, withFilter } from '../../../frontend/audit/filters.ts';
import { localTime, utcTime } from '../../../frontend/audit/local-time.ts';
import { auditLink, executionLink } from '../../../frontend/deck/addresses.ts';

describe('filters in an address', () => {
  it('are read back as they were put there', () => {
    const filters = { deployment: 'a/b?c', actor: 'ä & b', kind: 'refusal', from: '2026-11-24T08:00:00.000Z' };
    const query = new URLSearchParams(auditLink('my shop', filters).split('?')[1]);
    expect(readFilters(Object.fromEntries(query))).toEqual(filters);
    expect(auditLink('my shop')).toBe('#/applications/my%20shop/audit');
  });

  it.each([[undefined], [null], ['text'], [{ kind: 7, actor: {}, from: [], to: '  ', unknown: 'x' }]])(
    'filter nothing where somebody wrote what is none: %j',
    (address) => expect(readFilters(address)).toEqual({}),
  );

  it('count once where one stands there twice, and keep words that only a newer service may know', () => {
    expect(readFilters({ kind: ['insight', 'refusal'] })).toEqual({ kind: 'insight' });
  });

  it('are taken away by an empty text', () => {
    expect(withFilter({ kind: 'refusal', actor: 'a' }, 'kind', '')).toEqual({ actor: 'a' });
    expect(withFilter({}, 'actor', ' bob ')).toEqual({ actor: 'bob' });
  });

  it('are said to find nothing where the end is not after the beginning', () => {
    const [early, late] = ['2026-11-24T08:00:00Z', '2026-11-24T09:00:00Z'];
    expect(whatIsWrong({ from: late, to: early })).toMatch(/"until" is not after "from"/);
    expect(whatIsWrong({ from: early, to: early })).toMatch(/"until" is not after "from"/);
    expect(whatIsWrong({ from: early, to: late })).toBeUndefined();
    expect(whatIsWrong({ to: early })).toBeUndefined();
    expect(filterKeys).toContain('to');
  });
});

describe('a time in a field', () => {
  it('is the reader’s own, and UTC in the address', () => {
    const noon = new Date(2026, 10, 24, 12, 5);
    expect(localTime(noon.toISOString())).toBe('2026-11-24T12:05');
    expect(utcTime('2026-11-24T12:05')).toBe(noon.toISOString());
  });

  it('keeps the seconds that somebody’s address has', () => {
    expect(utcTime(localTime('2026-11-24T12:05:07.250Z'))).toBe('2026-11-24T12:05:07.250Z');
  });

  it.each(['', 'yesterday', 'T12:00'])('is empty for %j', (text) => {
    expect(localTime(text)).toBe('');
    expect(utcTime(text)).toBe('');
  });
});

describe('the link to an execution', () => {
  it('opens the stage', () => {
    expect(executionLink({ application: 'shop', execution: 'E/1', stage: 'S1' })).toBe(
      '#/applications/shop/executions/details/E%2F1?stageId=S1',
    );
    expect(executionLink({ application: 'shop', execution: 'E1' })).toBe('#/applications/shop/executions/details/E1');
  });
});
