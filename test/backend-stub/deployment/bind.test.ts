import { bind } from '../../../backend-stub/deployment/bind.ts';
import type { BindInput, BindResult } from '../../../backend-stub/deployment/bind.ts';
import { readRollout } from '../../../backend-stub/deployment/rollout.ts';
import { appliedOf, first, recorded, second, stateOf, stream } from './situations.ts';
import type { Recorded } from './situations.ts';

const inputFor = (
  moment: Recorded,
  before: Partial<BindInput> = { stableBefore: first, podHashBefore: first },
): BindInput => ({
  applied: appliedOf(moment),
  planned: moment.applied.sent,
  state: stateOf(moment),
  replicaSets: moment.replicaSets,
  ...before,
});

const summary = (result: BindResult): string =>
  result.kind === 'bound'
    ? `bound to ${result.binding.podHash}${result.binding.unchanged ? ', unchanged' : ''}`
    : `${result.kind}: ${result.situation.sentence}`;

describe('binding a deployment to a pod hash on recorded moments', () => {
  it.each([
    ['progressing-at-25', `bound to ${second}`],
    ['waiting-at-approval', `bound to ${second}`],
    ['unchanged', `bound to ${first}, unchanged`],
    ['aborted-with-quantity', 'bound to 7bf8868696'],
    ['not-yet-observed', 'not-yet: Argo Rollouts has not looked at Rollout'],
    ['unchanged-not-yet-observed', 'not-yet: Argo Rollouts has not looked at'],
    ['controller-absent', 'not-yet: Argo Rollouts has not looked at'],
    ['controller-absent-on-update', 'not-yet: Argo Rollouts has not looked at'],
    ['wrong-instance-id', 'not-yet: Argo Rollouts has not looked at'],
    ['observed-generation-lie', 'not-yet: '],
    ['invalid-spec', 'not-yet: Argo Rollouts does not accept'],
    ['deleted', 'lost: '],
    ['recreated', 'lost: '],
  ])('%s: %s', (situation, expected) => {
    expect(summary(bind(inputFor(recorded(situation))))).toMatch(expected);
  });

  it('knows a first deployment by there having been no stable version', () => {
    const result = bind(inputFor(recorded('first-deployment-progressing'), {}));
    expect(result).toMatchObject({ kind: 'bound', binding: { podHash: first, unchanged: false } });
    expect(result.kind === 'bound' && result.binding.stablePodHash).toBeUndefined();
  });

  it('never binds to the old hash in the moment in which the status claims the new generation', () => {
    const lie = recorded('observed-generation-lie');
    const { events } = stream('updated-while-paused');
    expect(stateOf(lie)?.observedGeneration).toBeGreaterThanOrEqual(lie.applied.generation);
    const before = stateOf(lie)?.podHash;
    for (const { object } of events) {
      const result = bind({ ...inputFor(lie), state: readRollout(object) });
      expect(result.kind === 'bound' && result.binding.podHash === before).toBe(false);
    }
  });
});
