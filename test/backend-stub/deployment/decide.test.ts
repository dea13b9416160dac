import type { Action } from '../../../backend-stub/contract/decision.ts';
import { nextMove } from '../../../backend-stub/deployment/carry-out.ts';
import type { Move, PatchingAction } from '../../../backend-stub/deployment/carry-out.ts';
import { decide } from '../../../backend-stub/deployment/decide.ts';
import type { BoundRollout, DecideResult } from '../../../backend-stub/deployment/decide.ts';
import { boundTo, first, recorded, second, stateOf, steps } from './situations.ts';

const at = (situation: string, podHash = second, stable: string | undefined = first): BoundRollout => {
  const moment = recorded(situation);
  return { binding: boundTo(moment, podHash, stable), state: stateOf(moment) };
};
const named = (bound: BoundRollout, name: string): BoundRollout => ({
  ...bound,
  binding: { ...bound.binding, reference: { ...bound.binding.reference, name } },
});
const glance = ({ binding, state }: BoundRollout): { rollout: string; podHash: string; stepIndex: number } => ({
  rollout: binding.reference.name,
  podHash: binding.podHash,
  stepIndex: state?.stepIndex ?? 0,
});
const deciding = (action: Action, rollouts: readonly BoundRollout[], seen = rollouts.map(glance)): DecideResult =>
  decide({ deployment: 'd1', action, rollouts, seen, steps });
const word = (result: DecideResult): string =>
  result.kind === 'allowed' ? `allowed ${result.rollouts.length}` : result.reason;

describe('what may be decided at recorded moments', () => {
  it.each<readonly [string, string, Readonly<Record<Action, string>>]>([
    [
      'waiting-at-approval',
      second,
      { approve: 'allowed 1', promoteFully: 'allowed 1', abort: 'allowed 1', retry: 'not-possible' },
    ],
    [
      'waiting-timed-pause',
      second,
      { approve: 'not-possible', promoteFully: 'allowed 1', abort: 'allowed 1', retry: 'not-possible' },
    ],
    [
      'progressing-at-25',
      second,
      { approve: 'not-possible', promoteFully: 'allowed 1', abort: 'allowed 1', retry: 'not-possible' },
    ],
    [
      'stalled-crash',
      '5695d84b49',
      { approve: 'not-possible', promoteFully: 'allowed 1', abort: 'allowed 1', retry: 'not-possible' },
    ],
    [
      'promoting-fully',
      second,
      { approve: 'not-possible', promoteFully: 'not-possible', abort: 'allowed 1', retry: 'not-possible' },
    ],
    [
      'aborted-by-person',
      '6d9bf9759b',
      { approve: 'not-possible', promoteFully: 'not-possible', abort: 'not-possible', retry: 'allowed 1' },
    ],
    [
      'aborting',
      '6d9bf9759b',
      { approve: 'not-possible', promoteFully: 'not-possible', abort: 'not-possible', retry: 'not-possible' },
    ],
    [
      'succeeded',
      second,
      { approve: 'not-possible', promoteFully: 'not-possible', abort: 'not-possible', retry: 'not-possible' },
    ],
    [
      'superseded',
      second,
      { approve: 'not-possible', promoteFully: 'not-possible', abort: 'not-possible', retry: 'not-possible' },
    ],
    [
      'deleted',
      second,
      { approve: 'not-possible', promoteFully: 'not-possible', abort: 'not-possible', retry: 'not-possible' },
    ],
    [
      'inconclusive',
      second,
      { approve: 'not-possible', promoteFully: 'allowed 1', abort: 'allowed 1', retry: 'not-possible' },
    ],
  ])('%s', (situation, podHash, expected) => {
    const bound = at(situation, podHash);
    for (const [action, answer] of Object.entries(expected))
      expect([action, word(deciding(action as Action, [bound]))]).toEqual([action, answer]);
  });

  it('refuses an approval of a step that has passed, of another version, and of a rollout that is not named', () => {
    const waiting = at('waiting-at-approval');
    const seen = glance(waiting);
    expect(deciding('approve', [waiting], [{ ...seen, stepIndex: 0 }])).toMatchObject({
      reason: 'stale',
      sentence: expect.stringContaining('is at step 2 by now, and the decision was about step 1'),
    });
    expect(deciding('approve', [waiting], [{ ...seen, podHash: first }])).toMatchObject({
      reason: 'stale',
      sentence: expect.stringContaining(first),
    });
    expect(deciding('approve', [waiting], [])).toMatchObject({
      reason: 'stale',
      sentence: expect.stringContaining('does not name'),
    });
  });

  it('lets an abort hold for any step of the version that was seen', () => {
    const waiting = at('waiting-timed-pause');
    expect(word(deciding('abort', [waiting], [{ ...glance(waiting), stepIndex: 0 }]))).toBe('allowed 1');
    expect(word(deciding('abort', [waiting], [{ ...glance(waiting), podHash: first }]))).toBe('stale');
  });

  it('asks for an approval only when all rollouts have come to it, and then takes all', () => {
    const here = at('waiting-at-approval');
    const elsewhere = named(at('progressing-at-25'), 'other');
    expect(deciding('approve', [here, elsewhere])).toMatchObject({
      reason: 'not-possible',
      sentence: expect.stringContaining('not all rollouts wait'),
    });
    expect(word(deciding('approve', [here, named(at('waiting-at-approval'), 'other')]))).toBe('allowed 2');
    expect(word(deciding('approve', [here, named(at('succeeded'), 'other')]))).toBe('allowed 1');
  });

  it('says that a first deployment has nothing to go back to', () => {
    const moment = recorded('first-deployment-stalled-crash');
    const bound = { binding: boundTo(moment, '5fb8d98b8b'), state: stateOf(moment) };
    expect(deciding('abort', [bound])).toMatchObject({
      reason: 'not-possible',
      sentence: expect.stringContaining('no rollout has a version to go back to'),
    });
  });
});

describe('carrying a decision out', () => {
  const moveAt = (action: PatchingAction, before: BoundRollout, { binding, state }: BoundRollout): Move => {
    if (state === undefined) throw new Error('there is no rollout');
    return nextMove(action, { seen: glance(before), rollout: { binding, state }, steps });
  };

  it.each<readonly [PatchingAction, BoundRollout]>([
    ['approve', at('waiting-at-approval')],
    ['promoteFully', at('waiting-at-approval')],
    ['retry', at('aborted-by-person', '6d9bf9759b')],
  ])('makes the patch of %s conditional on the version that was read', (action, now) => {
    const move = moveAt(action, now, now);
    const metadata = { resourceVersion: now.state?.resourceVersion };
    expect(move).toMatchObject({ kind: 'patch', patch: { subresource: 'status', body: { metadata } } });
  });

  it.each<readonly [PatchingAction, string, string, Move['kind']]>([
    ['approve', 'waiting-at-approval', 'promote-in-flight', 'asked'],
    ['approve', 'waiting-at-approval', 'waiting-timed-pause', 'done'],
    ['approve', 'waiting-at-approval', 'progressing-at-25', 'unlike'],
    ['promoteFully', 'waiting-at-approval', 'promoting-fully-asked', 'asked'],
    ['promoteFully', 'waiting-at-approval', 'promoting-fully', 'done'],
    ['retry', 'aborted-by-deadline', 'retry-in-flight', 'asked'],
    ['retry', 'aborted-by-deadline', 'retried', 'done'],
  ])('of %s at %s finds it, at %s, %s', (action, before, after, kind) => {
    expect(moveAt(action, at(before), at(after)).kind).toBe(kind);
  });

  it('does not promote fully what was aborted since', () => {
    const aborted = at('aborted-by-person', '6d9bf9759b');
    expect(moveAt('promoteFully', aborted, aborted).kind).toBe('unlike');
  });

  it('asks nothing of a rollout that was made anew, or that rolls out another version', () => {
    const now = at('waiting-at-approval');
    const anew = { ...now, binding: { ...now.binding, uid: 'another' } };
    const other = { ...now, binding: { ...now.binding, podHash: 'another' } };
    expect([moveAt('approve', now, anew).kind, moveAt('approve', now, other).kind]).toEqual(['unlike', 'unlike']);
  });
});
