import type { RolloutReport } from '../../../backend-stub/contract/report.ts';
import { reportRollout } from '../../../backend-stub/deployment/report-rollout.ts';
import { boundTo, first, recorded, second, stateOf, steps } from './situations.ts';

describe('the weight and the pods of a rollout, as people see them', () => {
  const report = (situation: string, podHash = second): RolloutReport => {
    const moment = recorded(situation);
    const state = stateOf(moment);
    if (state === undefined) throw new RangeError(`${situation} was recorded without a Rollout`);
    const binding = boundTo(moment, podHash, first);
    const doing = { kind: 'progressing', sentence: '' } as const;
    return reportRollout({ reference: binding.reference, situation: doing, steps, binding, state, troubles: [] });
  };

  it('are what the step asks for and what runs', () => {
    expect(report('waiting-at-approval')).toMatchObject({
      weight: { planned: 25, actual: 25 },
      pods: { wanted: 4, updated: 1, available: 4 },
    });
  });

  it('ask for nothing of an aborted version', () => {
    expect(report('aborted-by-person', '6d9bf9759b').weight.planned).toBe(0);
  });

  it.each([
    ['aborted-template-restored', '6d9bf9759b'],
    ['superseded', second],
  ])('count no pod of a version that the Rollout has no more: %s', (situation, podHash) => {
    expect(report(situation, podHash)).toMatchObject({ weight: { planned: 0, actual: 0 }, pods: { updated: 0 } });
  });
});
