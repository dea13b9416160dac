import { RecentDeployments } from '../../../backend-stub/reconcile/recent-deployments.ts';
import type { Remembered } from '../../../backend-stub/reconcile/recent-deployments.ts';
import { aDeployment, anObject } from '../store/a-deployment.ts';

/** A deployment whose plan has so many characters, more or less. */
function stored(characters = 0): Remembered {
  const { object, ...planned } = anObject();
  const long = { ...planned, object: { ...object, data: '.'.repeat(characters) } };
  return { record: aDeployment({ plan: { objects: [long], warnings: [], hash: '' } }), decisions: [] };
}

describe('recent deployments', () => {
  it('are known until they are forgotten, as they were kept last', () => {
    const recent = new RecentDeployments();
    const first = stored();
    recent.keep(first);
    const later: Remembered = { ...first, record: { ...first.record, phase: 'waiting' } };
    recent.keep(later);
    expect(recent.get(first.record.id)).toBe(later);
    recent.forget(first.record.id);
    expect(recent.get(first.record.id)).toBeUndefined();
  });

  it('take no more room than they are given: what was kept longest ago goes first', () => {
    const recent = new RecentDeployments(100_000);
    const all = [stored(30_000), stored(30_000), stored(30_000)];
    const known = (): readonly boolean[] => all.map(({ record }) => recent.get(record.id) !== undefined);
    for (const each of all.slice(0, 2)) recent.keep(each);
    recent.keep(all[0] ?? stored());
    for (const each of all.slice(2)) recent.keep(each);
    expect(known()).toEqual([true, false, true]);
    recent.keep(stored(90_000));
    expect(known()).toEqual([false, false, false]);
  });

  it('give their room back when they are forgotten', () => {
    const recent = new RecentDeployments(100_000);
    const all = Array.from({ length: 20 }, () => stored(30_000));
    for (const { record, ...rest } of all) {
      recent.keep({ record, ...rest });
      recent.forget(record.id);
    }
    const [first = stored(), second = stored()] = all;
    for (const each of [first, second]) recent.keep(each);
    expect([first, second].map(({ record }) => recent.get(record.id))).toEqual([first, second]);
  });
});
