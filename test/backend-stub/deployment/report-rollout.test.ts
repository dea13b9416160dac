import type { RolloutReport, WaitingReport } from '../../../backend-stub/contract/report.ts';
import { follow } from '../../../backend-stub/deployment/follow.ts';
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

  it.each([
    ['put back', 'rolled-back'],
    ['replaced', 'superseded'],
    ['made anew', 'recreated'],
  ])('name no step of a version that was %s, or it would count as promoted past its approvals', (_, situation) => {
    expect(stateOf(recorded(situation))?.stepIndex).toBeDefined();
    expect(report(situation)).not.toHaveProperty('stepIndex');
  });
});

describe('what a rollout waits for', () => {
  const waiting = (situation: string, roles: readonly string[] = []): WaitingReport | undefined => {
    const moment = recorded(situation);
    const state = stateOf(moment);
    const binding = boundTo(moment, second, first);
    const [begin, , ...rest] = steps;
    const pause = { pause: { untilApproved: true, ...(roles.length === 0 ? {} : { requiresRoles: roles }) } } as const;
    const asked = begin === undefined ? [] : [begin, pause, ...rest];
    if (state === undefined) throw new RangeError(`${situation} was recorded without a Rollout`);
    const doing = follow({ binding, state, steps: asked });
    return reportRollout({ reference: binding.reference, situation: doing, steps: asked, binding, state, troubles: [] })
      .waiting;
  };

  it('is an approval, since when, and of which roles', () => {
    const since = expect.stringMatching(/^20\d\d-.*Z$/);
    expect(waiting('waiting-at-approval')).toEqual({ reason: 'approval', since, requiresRoles: [] });
    expect(waiting('waiting-at-approval', ['release'])?.requiresRoles).toEqual(['release']);
  });

  it('is the end of a time, which is as long after its begin as the step says', () => {
    const { reason, since = '', until = '' } = waiting('waiting-timed-pause') ?? { reason: undefined };
    expect([reason, Date.parse(until) - Date.parse(since)]).toEqual(['time', 5000]);
  });

  it.each(['progressing-at-25', 'paused-by-hand', 'inconclusive', 'succeeded'])(
    'is nothing of the steps: %s',
    (name) => {
      expect(waiting(name)).toBeUndefined();
    },
  );
});
