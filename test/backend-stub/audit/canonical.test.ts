import { canonicalEntry, canonicalText } from '../../../backend-stub/audit/canonical.ts';
import { aRefusal } from '../store/specification/chaining.ts';

describe('an entry as it is kept', () => {
  it('has its keys in order at every depth, and no space between them', () => {
    const text = canonicalEntry({
      ...{ sentence: 's', kind: 'decision', action: 'approve', actor: { through: 'gate', name: 'a' } },
      seen: [{ stepIndex: 1, podHash: 'b', rollout: 'c' }],
    });
    expect(text).toBe(
      '{"action":"approve","actor":{"name":"a","through":"gate"},"kind":"decision","seen":[{"podHash":"b","rollout":"c","stepIndex":1}],"sentence":"s"}',
    );
  });

  it('holds nothing that Orca would evaluate, wherever it stands', () => {
    const text = canonicalEntry(
      aRefusal({ sentence: '${a}', application: '${b}', actor: { name: '${c}', roles: ['${d}'], through: 'gate' } }),
    );
    expect(text).not.toContain('${');
  });

  it('is cut where a caller or a cluster says more than anybody reads', () => {
    const long = 'x'.repeat(100_000);
    expect(canonicalEntry(aRefusal({ sentence: long, application: long, deployment: long })).length).toBeLessThan(6000);
  });

  it('is a text for JSON only', () => {
    expect(() => canonicalText(undefined)).toThrow(TypeError);
  });
});
