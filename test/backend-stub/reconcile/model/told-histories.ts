import fc from 'fast-check';
import type { CanaryStep } from '../../../../backend-stub/contract/steps.ts';
import { approval, decide, fault, mostly, orca, policy, service, then, wait, watch, weight } from './histories.ts';
import type { Beginning, History, HistoryEvent, HistoryStep, RolloutName, Told } from './history.ts';
import { deploying, invented, recordings, updating, type Invention, type ToldState } from './told-states.ts';

const invention: fc.Arbitrary<Invention> = fc.record({
  uid: mostly<Invention['uid']>('first', 'second'),
  hash: mostly<Invention['hash']>('ours', 'stable', 'other', undefined),
  stableRS: mostly<Invention['stableRS']>('stable', 'ours', 'other', undefined),
  template: mostly<Invention['template']>('ours', 'stable', 'other'),
  stepIndex: fc.constantFrom(0, 1, 1, 1, 2, 3, 4, undefined),
  pause: fc.constantFrom<Invention['pause']>(
    undefined,
    'CanaryPauseStep',
    'CanaryPauseStep',
    'InconclusiveAnalysisRun',
  ),
  abort: mostly<Invention['abort']>('no', 'asked', 'done'),
  promoteFull: mostly(false, true),
  pausedByHand: mostly(false, true),
  phase: fc.constantFrom<Invention['phase']>('Healthy', 'Progressing', 'Paused', 'Degraded'),
  progressing: mostly<Invention['progressing']>(
    'ReplicaSetUpdated',
    'ProgressDeadlineExceeded',
    'RolloutAborted',
    undefined,
  ),
  invalidSpec: mostly<Invention['invalidSpec']>(undefined, 'False', 'True'),
  isObserved: mostly(true, false),
});

const recordedSteps: readonly CanaryStep[] = [
  weight(25),
  approval,
  weight(50),
  { pause: { duration: 5, unit: 'seconds' } },
];

function toldBeginning(told: Told): fc.Arbitrary<Beginning> {
  return fc.record({
    cluster: fc.constant({ told }),
    rollouts: fc.constant<readonly RolloutName[]>(['web']),
    earlier: fc.constant('another' as const),
    pods: fc.constant('good' as const),
    steps: fc.constant(recordedSteps),
    policy,
  });
}

/** What else happens while states are told; nothing that would write states of its own. */
const asides = fc.oneof(
  { weight: 3, arbitrary: wait },
  { weight: 3, arbitrary: decide },
  { weight: 1, arbitrary: orca },
  { weight: 3, arbitrary: watch },
  { weight: 1, arbitrary: service },
);

function around(states: readonly ToldState[]): fc.Arbitrary<readonly HistoryStep[]> {
  const told = states.map((state) =>
    fc.record({
      event: fc.constant<HistoryEvent>({ do: 'told', state }),
      then,
      aside: fc.option(asides, { freq: 3 }),
      wrong: fc.option(fault, { freq: 3 }),
    }),
  );
  return fc
    .tuple(...told)
    .map((parts) =>
      parts.flatMap(({ event, then: looking, aside, wrong }): readonly HistoryStep[] => [
        { event, then: looking, ...(wrong === null ? {} : { fault: wrong }) },
        ...(aside === null ? [] : [{ event: aside, then: 'rest' as const }]),
      ]),
    );
}

/** Recorded streams: whole, cut, with states that a watch skipped or told again, and with others after them. */
export const recordedHistories: fc.Arbitrary<History> = fc.constantFrom(...recordings).chain((tale) =>
  fc.record({
    beginning: toldBeginning(tale),
    steps: fc
      .array(fc.nat({ max: tale.states.length - 1 }), { minLength: 1, maxLength: 8 })
      .chain((picked) => around(inOrder(picked).flatMap((index) => tale.states[index] ?? []))),
  }),
);

/** As a watch tells: in their order. One may come twice; the last of a stream comes last. */
function inOrder(picked: readonly number[]): readonly number[] {
  return [...picked].sort((left, right) => left - right);
}

export const inventedHistories: fc.Arbitrary<History> = fc.record({
  beginning: fc.constantFrom<Told>(updating, deploying).chain(toldBeginning),
  steps: fc
    .array(fc.option(invention, { nil: undefined, freq: 30 }), { minLength: 1, maxLength: 8 })
    .map((inventions) => inventions.map((one, index) => invented(one, index + 2)))
    .chain((states) => around(states)),
});
