import type { RolloutReport } from '../../../backend-stub/contract/report.ts';
import { promotionsOutside } from '../../../backend-stub/deployment/outside-promotion.ts';
import { waitingRollout } from '../reconcile/waiting-deployment.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { steps } from './situations.ts';

interface Between {
  readonly before?: Partial<RolloutReport>;
  readonly now: Partial<RolloutReport>;
  readonly approvedSteps?: readonly number[];
  readonly otherSteps?: boolean;
}

/** The stage's steps are 25 %, an approval, 50 % and a timed pause. */
const told = ({ before = {}, now, approvedSteps = [], otherSteps = false }: Between): readonly string[] => {
  const record = aDeployment();
  const policy = { ...record.policy, steps };
  const previous = { ...record, policy, approvedSteps, rollouts: [waitingRollout({ stepIndex: 1, ...before })] };
  return promotionsOutside({ rollouts: [waitingRollout({ stepIndex: 1, ...now })] }, previous, [otherSteps]).map(
    ({ sentence }) => sentence,
  );
};

const past = 'Rollout web went on past an approval that was not given here: it was promoted outside Gennaker.';
const byOtherSteps =
  'Rollout web went to its end by steps that somebody else gave it, without an approval that the stage asks for: it was promoted outside Gennaker.';

describe('a promotion outside Gennaker', () => {
  const cases: readonly (readonly [string, Between, readonly string[]])[] = [
    ['the step after an approval that nobody gave', { now: { stepIndex: 2 } }, [past]],
    ['an approval passed between two looks', { before: { stepIndex: 0 }, now: { stepIndex: 4 } }, [past]],
    ['an approval that was given here', { now: { stepIndex: 2 }, approvedSteps: [1] }, []],
    ['a timed pause that is over', { before: { stepIndex: 2 }, now: { stepIndex: 4 } }, []],
    ['a rollout that still stands at the approval', { now: { stepIndex: 1 } }, []],
    ['a retry, which begins at the first step', { before: { stepIndex: 3 }, now: { stepIndex: 0 } }, []],
    ['another version, of which the steps say nothing', { now: { stepIndex: 4, podHash: 'other' } }, []],
    ['a first deployment, which follows no steps', { now: { stepIndex: 4, firstDeployment: true } }, []],
    ['steps of somebody else, whose index says nothing', { now: { stepIndex: 2 }, otherSteps: true }, []],
    [
      'the end by steps of somebody else, whatever their index',
      { now: { stepIndex: 0, situation: 'succeeded' }, otherSteps: true },
      [byOtherSteps],
    ],
    [
      'that end when it is seen again',
      { before: { situation: 'succeeded' }, now: { stepIndex: 0, situation: 'succeeded' }, otherSteps: true },
      [],
    ],
    [
      'the end by steps of somebody else when everything was approved here',
      { now: { stepIndex: 0, situation: 'succeeded' }, otherSteps: true, approvedSteps: [1] },
      [],
    ],
  ];
  it.each(cases.map(([name, between, sentences]) => ({ name, between, sentences })))(
    'is told, or not, of $name',
    ({ between, sentences }) => {
      expect(told(between)).toEqual(sentences);
    },
  );
});
