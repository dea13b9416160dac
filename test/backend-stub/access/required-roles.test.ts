import { decidedStep, isNotForRequester, requiredRolesFor } from '../../../backend-stub/access/required-roles.ts';
import type { CanaryStep } from '../../../backend-stub/contract/steps.ts';

const steps: readonly CanaryStep[] = [
  { setWeight: { weight: 25 } },
  { pause: { untilApproved: true, requiresRoles: ['qa'] } },
  { pause: { duration: 5, unit: 'minutes' } },
  { pause: { untilApproved: true } },
  { pause: { untilApproved: true, requiresRoles: ['release', 'sre'] } },
];

describe('the roles that an action answers for', () => {
  it('are those of its own step for an approval', () => {
    expect(requiredRolesFor('approve', steps, 1)).toEqual([['qa']]);
    expect(requiredRolesFor('approve', steps, 4)).toEqual([['release', 'sre']]);
    expect(requiredRolesFor('approve', steps, 3)).toEqual([]);
  });

  it('are those of every approval still ahead for a full promotion, its own step included', () => {
    expect(requiredRolesFor('promoteFully', steps, 0)).toEqual([['qa'], ['release', 'sre']]);
    expect(requiredRolesFor('promoteFully', steps, 1)).toEqual([['qa'], ['release', 'sre']]);
    expect(requiredRolesFor('promoteFully', steps, 2)).toEqual([['release', 'sre']]);
    expect(requiredRolesFor('promoteFully', steps, 5)).toEqual([]);
  });

  it('are all of them when the step is not one that exists', () => {
    expect(requiredRolesFor('promoteFully', steps, -1)).toEqual([['qa'], ['release', 'sre']]);
  });

  it.each(['view', 'start', 'abort', 'retry'] as const)('are none to %s', (action) => {
    expect(requiredRolesFor(action, steps, 1)).toEqual([]);
  });
});

describe('the step whose roles count', () => {
  it('is that of the rollout which is least far', () => {
    expect(decidedStep('promoteFully', steps, [4, 2, 3])).toBe(2);
    expect(decidedStep('promoteFully', steps, [undefined, 2])).toBe(0);
    expect(decidedStep('promoteFully', steps, [])).toBe(0);
  });

  it('is for an approval the one that is waited for, or the next that will be', () => {
    expect(decidedStep('approve', steps, [1])).toBe(1);
    expect(decidedStep('approve', steps, [0])).toBe(1);
    expect(decidedStep('approve', steps, [2])).toBe(3);
    expect(decidedStep('approve', steps, [5])).toBe(5);
  });
});

describe('whether the requester is kept out', () => {
  const excluding: readonly CanaryStep[] = [
    { pause: { untilApproved: true } },
    { setWeight: { weight: 50 } },
    { pause: { untilApproved: true, notRequester: true } },
    { pause: { untilApproved: true } },
  ];

  it('is said by the step of an approval', () => {
    expect([0, 2, 3].map((step) => isNotForRequester('approve', excluding, step))).toEqual([false, true, false]);
  });

  it('is said by every approval still ahead of a full promotion, which skips them', () => {
    expect([0, 2, 3].map((step) => isNotForRequester('promoteFully', excluding, step))).toEqual([true, true, false]);
  });

  it.each(['abort', 'retry', 'view', 'start', 'giveBack'] as const)('is no question to %s', (action) => {
    expect(isNotForRequester(action, excluding, 2)).toBe(false);
  });
});
