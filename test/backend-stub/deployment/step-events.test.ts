import type { RolloutReport } from '../../../backend-stub/contract/report.ts';
import { stepEvents } from '../../../backend-stub/deployment/step-events.ts';
import { waitingRollout } from '../reconcile/waiting-deployment.ts';
import { steps } from './situations.ts';

const standing = (stepIndex: number, changes: Partial<RolloutReport> = {}): RolloutReport =>
  waitingRollout({ stepIndex, ...changes });

describe('the steps that a rollout has left behind', () => {
  it('are told one by one, also when two were over between two looks', () => {
    expect(stepEvents([standing(3)], [standing(1)], steps)).toEqual([
      'Rollout web in shop is past step 2 of 4 (pause until approved).',
      'Rollout web in shop is past step 3 of 4 (50 %).',
    ]);
  });

  it('are told from the first on when nothing was seen before', () => {
    expect(stepEvents([standing(1)], [], steps)).toEqual(['Rollout web in shop is past step 1 of 4 (25 %).']);
  });

  it('are told of each rollout', () => {
    const both = (index: number): readonly RolloutReport[] => [standing(index), standing(index, { name: 'api' })];
    expect(stepEvents(both(1), both(0), steps)).toHaveLength(2);
  });

  it.each([
    ['it stands where it stood', [standing(1)], [standing(1)]],
    ['an abort took it back', [standing(0)], [standing(2)]],
    ['the version runs already', [standing(4, { stablePodHash: '5d7c9f' })], []],
    ['it is a first deployment, which takes none', [standing(4, { firstDeployment: true })], []],
  ])('are none when %s', (_case, now, before) => {
    expect(stepEvents(now, before, steps)).toEqual([]);
  });
});
