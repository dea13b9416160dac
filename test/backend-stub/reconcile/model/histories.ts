import fc from 'fast-check';
import { actions } from '../../../../backend-stub/contract/decision.ts';
import { endPolicies, stallPolicies } from '../../../../backend-stub/contract/deployment.ts';
import type { CanaryStep } from '../../../../backend-stub/contract/steps.ts';
import { faultKinds, outsideActs, rolloutNames, sights } from './history.ts';
import type { Beginning, Fault, History, HistoryEvent, HistoryStep, RolloutName, Told } from './history.ts';
import { invented, inventedObject, recordings, type Invention, type ToldState } from './told-states.ts';

const approval: CanaryStep = { pause: { untilApproved: true } };
const weight = (percent: number): CanaryStep => ({ setWeight: { weight: percent } });
const minute: CanaryStep = { pause: { duration: 1, unit: 'minutes' } };

const stageSteps = fc.constantFrom<readonly CanaryStep[]>(
  [weight(50), approval],
  [approval, approval],
  [weight(25), approval, weight(50), minute],
  [minute, weight(50), approval, approval],
  [weight(50)],
);
const policy = fc.record({
  onFailure: fc.constantFrom(...endPolicies),
  onCancel: fc.constantFrom(...endPolicies),
  onStall: fc.constantFrom(...stallPolicies),
});

const fault: fc.Arbitrary<Fault> = fc.record({
  atCall: fc.integer({ min: 1, max: 14 }),
  kind: fc.constantFrom(...faultKinds),
  act: fc.constantFrom(...outsideActs),
});

const then = fc.oneof(
  { weight: 6, arbitrary: fc.constant('rest' as const) },
  { weight: 2, arbitrary: fc.constant('look' as const) },
  { weight: 1, arbitrary: fc.constant('nothing' as const) },
);

const wait: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('wait' as const),
  seconds: fc.constantFrom(1, 2, 10, 61, 700),
});
const decide: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('decide' as const),
  action: fc.oneof({ weight: 3, arbitrary: fc.constant('approve' as const) }, { weight: 2, arbitrary: fc.constantFrom(...actions) }),
  saw: fc.oneof({ weight: 6, arbitrary: fc.constant('present' as const) }, { weight: 1, arbitrary: fc.constantFrom(...sights) }),
  people: fc.oneof({ weight: 5, arbitrary: fc.constant(1 as const) }, { weight: 1, arbitrary: fc.constant(2 as const) }),
});
const orca: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('orca' as const),
  says: fc.constantFrom('canceled' as const, 'failed' as const),
});
const watch: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('watch' as const),
  is: fc.constantFrom('late' as const, 'oneOnTime' as const, 'blind' as const, 'listedAnew' as const, 'listedAnew' as const),
});
const controller: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('controller' as const),
  is: fc.constantFrom('stopped' as const, 'started' as const, 'started' as const),
});
const service: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('service' as const),
  is: fc.constantFrom('restarted' as const, 'replaced' as const),
});

function outside(rollouts: readonly RolloutName[]): fc.Arbitrary<HistoryEvent> {
  return fc.record({
    do: fc.constant('outside' as const),
    act: fc.constantFrom(...outsideActs),
    rollout: fc.constantFrom(...rollouts),
  });
}

interface Disturbances {
  readonly faults: boolean;
  /** Late and blind watches, processes that come and go. */
  readonly views: boolean;
}

function steps(rollouts: readonly RolloutName[], { faults, views }: Disturbances): fc.Arbitrary<HistoryStep> {
  const event = fc.oneof(
    { weight: 5, arbitrary: wait },
    { weight: 5, arbitrary: decide },
    { weight: 4, arbitrary: outside(rollouts) },
    { weight: 1, arbitrary: fc.oneof(orca, controller) },
    ...(views ? [{ weight: 2, arbitrary: fc.oneof(watch, service) }] : []),
  );
  const reaction = views ? then : fc.constant('rest' as const);
  if (!faults) return fc.record({ event, then: reaction });
  const maybe = fc.option(fault, { nil: undefined, freq: 3 });
  return fc.tuple(event, reaction, maybe).map(([happens, looking, wrong]) => ({
    event: happens,
    then: looking,
    ...(wrong === undefined ? {} : { fault: wrong }),
  }));
}

const beginning: fc.Arbitrary<Beginning> = fc.record({
  cluster: fc.constant('simulated' as const),
  rollouts: fc.constantFrom<readonly RolloutName[]>(['web'], ['web'], [...rolloutNames]),
  earlier: fc.constantFrom('another' as const, 'another' as const, 'another' as const, 'nothing' as const, 'same' as const),
  pods: fc.constantFrom('good' as const, 'good' as const, 'good' as const, 'crash' as const),
  steps: stageSteps,
  policy,
});

/** Around the simulated controller, with whatever goes wrong. */
export const disturbedHistories: fc.Arbitrary<History> = beginning.chain((begun) =>
  fc.record({
    beginning: fc.constant(begun),
    steps: fc.array(steps(begun.rollouts, { faults: true, views: true }), { minLength: 1, maxLength: 12 }),
  }),
);

/** The service comes to rest after each event, so that what it does depends on the events alone. */
export const calmHistories: fc.Arbitrary<History> = beginning.chain((begun) =>
  fc.record({
    beginning: fc.constant(begun),
    steps: fc.array(steps(begun.rollouts, { faults: false, views: false }), { minLength: 1, maxLength: 8 }),
  }),
);

/** Where a process dies, is answered badly or not at all. */
export const faultsToCome: fc.Arbitrary<readonly (Fault | undefined)[]> = fc.array(
  fc.option(
    fc.record({
      atCall: fc.integer({ min: 1, max: 12 }),
      kind: fc.constantFrom('diesBefore' as const, 'diesAfter' as const, 'conflict' as const, 'unavailable' as const, 'answerLost' as const, 'standsStill' as const),
    }),
    { nil: undefined, freq: 4 },
  ),
  { minLength: 1, maxLength: 8 },
);

const invention: fc.Arbitrary<Invention> = fc.record({
  uid: fc.constantFrom('first' as const, 'first' as const, 'first' as const, 'first' as const, 'first' as const, 'second' as const),
  hash: fc.constantFrom('ours' as const, 'ours' as const, 'ours' as const, 'ours' as const, 'ours' as const, 'stable' as const, 'other' as const, undefined),
  stableRS: fc.constantFrom('stable' as const, 'stable' as const, 'ours' as const, 'other' as const, undefined),
  template: fc.constantFrom('ours' as const, 'ours' as const, 'stable' as const, 'other' as const),
  stepIndex: fc.constantFrom(0, 1, 1, 2, 3, 4, undefined),
  pause: fc.constantFrom(undefined, 'CanaryPauseStep' as const, 'CanaryPauseStep' as const, 'InconclusiveAnalysisRun' as const),
  abort: fc.constantFrom('no' as const, 'no' as const, 'no' as const, 'no' as const, 'asked' as const, 'done' as const),
  promoteFull: fc.constantFrom(false, false, false, true),
  pausedByHand: fc.constantFrom(false, false, false, true),
  phase: fc.constantFrom('Healthy' as const, 'Progressing' as const, 'Paused' as const, 'Degraded' as const),
  progressing: fc.constantFrom(undefined, 'ReplicaSetUpdated' as const, 'ReplicaSetUpdated' as const, 'ProgressDeadlineExceeded' as const, 'RolloutAborted' as const),
  invalidSpec: fc.constantFrom(undefined, undefined, undefined, undefined, 'False' as const, 'True' as const),
  isObserved: fc.constantFrom(true, true, true, false),
});

const recordedSteps: readonly CanaryStep[] = [weight(25), approval, weight(50), { pause: { duration: 5, unit: 'seconds' } }];

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
    fc.record({ event: fc.constant<HistoryEvent>({ do: 'told', state }), then, aside: fc.option(asides, { freq: 3 }), wrong: fc.option(fault, { freq: 3 }) }),
  );
  return fc.tuple(...told).map((parts) =>
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

const beginningState: Invention = {
  ...{ uid: 'first', hash: 'ours', stableRS: 'stable', template: 'ours', stepIndex: 0, pause: undefined, abort: 'no' },
  ...{ promoteFull: false, pausedByHand: false, phase: 'Progressing', progressing: undefined, invalidSpec: undefined },
  isObserved: true,
};
const first = inventedObject(beginningState, 1);
const updating: Told = { name: 'invented', ours: 'ours', stable: 'stable', first };
const deploying: Told = { name: 'invented', ours: 'ours', first };

export const inventedHistories: fc.Arbitrary<History> = fc.record({
  beginning: fc.constantFrom<Told>(updating, deploying).chain(toldBeginning),
  steps: fc
    .array(fc.option(invention, { nil: undefined, freq: 10 }), { minLength: 1, maxLength: 8 })
    .map((inventions) => inventions.map((one, index) => invented(one, index + 2)))
    .chain((states) => around(states)),
});

