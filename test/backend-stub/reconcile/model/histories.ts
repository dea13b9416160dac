import fc from 'fast-check';
import { actions } from '../../../../backend-stub/contract/decision.ts';
import { endPolicies, outsidePromotionPolicies, stallPolicies } from '../../../../backend-stub/contract/deployment.ts';
import { defined } from '../../../../backend-stub/contract/defined.ts';
import type { CanaryStep } from '../../../../backend-stub/contract/steps.ts';
import { faultKinds, outsideActs, rolloutNames, sights } from './history.ts';
import type { Beginning, Fault, History, HistoryEvent, HistoryStep, RolloutName } from './history.ts';

export const approval: CanaryStep = { pause: { untilApproved: true } };
export const weight = (percent: number): CanaryStep => ({ setWeight: { weight: percent } });
const minute: CanaryStep = { pause: { duration: 1, unit: 'minutes' } };

/** One value most of the time: what ends a deployment must be rare, or nothing comes after anything. */
export function mostly<Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(usual, ...others) },
  );
}

const stageSteps = fc.constantFrom<readonly CanaryStep[]>(
  [weight(50), approval],
  [approval, approval],
  [weight(25), approval, weight(50), minute],
  [minute, weight(50), approval, approval],
  [weight(50)],
);
export const policy = fc.record({
  onFailure: fc.constantFrom(...endPolicies),
  onCancel: fc.constantFrom(...endPolicies),
  onStall: fc.constantFrom(...stallPolicies),
  onOutsidePromotion: fc.constantFrom(...outsidePromotionPolicies),
});

/** Between the read of what a decision is about and the write that carries it out. */
const race: fc.Arbitrary<Fault> = fc.record({
  atCall: fc.integer({ min: 3, max: 6 }),
  kind: fc.constant('meanwhile' as const),
  act: fc.constantFrom('edit' as const, 'undo' as const, 'recreate' as const, 'promote' as const, 'abort' as const),
});
export const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    atCall: fc.integer({ min: 1, max: 14 }),
    kind: fc.constantFrom(...faultKinds),
    act: fc.constantFrom(...outsideActs),
  }),
  race,
);

export const then = fc.oneof(
  { weight: 6, arbitrary: fc.constant('rest' as const) },
  { weight: 2, arbitrary: fc.constant('look' as const) },
  { weight: 1, arbitrary: fc.constant('nothing' as const) },
);

const waitOf = (...seconds: readonly number[]): fc.Arbitrary<HistoryEvent> =>
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(...seconds) });
export const wait = waitOf(1, 2, 10, 61, 700);
/** As long as no grace in all: whoever goes on for another process begins it anew, and may be overtaken meanwhile. */
const withinGraces = waitOf(1, 2, 5);
export const decide: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('decide' as const),
  action: fc.oneof(
    { weight: 3, arbitrary: fc.constant('approve' as const) },
    { weight: 2, arbitrary: fc.constantFrom(...actions) },
  ),
  saw: fc.oneof(
    { weight: 6, arbitrary: fc.constant('present' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...sights) },
  ),
  people: fc.oneof(
    { weight: 5, arbitrary: fc.constant(1 as const) },
    { weight: 1, arbitrary: fc.constantFrom(2 as const, 'twoInTurn' as const) },
  ),
});
export const orca: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('orca' as const),
  says: fc.constantFrom('canceled' as const, 'failed' as const),
});
export const watch: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('watch' as const),
  is: fc.constantFrom(
    'late' as const,
    'oneOnTime' as const,
    'blind' as const,
    'listedAnew' as const,
    'listedAnew' as const,
  ),
});
const controller: fc.Arbitrary<HistoryEvent> = fc.record({
  do: fc.constant('controller' as const),
  is: fc.constantFrom('stopped' as const, 'started' as const, 'started' as const),
});
export const service: fc.Arbitrary<HistoryEvent> = fc.record({
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
    { weight: 5, arbitrary: views ? wait : withinGraces },
    { weight: 5, arbitrary: decide },
    { weight: 4, arbitrary: outside(rollouts) },
    { weight: 1, arbitrary: fc.oneof(orca, controller) },
    ...(views ? [{ weight: 2, arbitrary: fc.oneof(watch, service) }] : []),
  );
  const reaction = views ? then : fc.constant('rest' as const);
  if (!faults) return fc.record({ event, then: reaction });
  const maybe = fc.option(fault, { nil: undefined, freq: 2 });
  const disturbed = fc.tuple(event, reaction, maybe).map(([happens, looking, wrong]) => ({
    event: happens,
    then: looking,
    ...defined({ fault: wrong }),
  }));
  const contested = fc.record({ event: decide, then: fc.constant('rest' as const), fault: race });
  return fc.oneof({ weight: 4, arbitrary: disturbed }, { weight: 1, arbitrary: contested });
}

const beginning: fc.Arbitrary<Beginning> = fc.record({
  cluster: fc.constant('simulated' as const),
  rollouts: fc.constantFrom<readonly RolloutName[]>(['web'], ['web'], [...rolloutNames]),
  earlier: mostly<Beginning['earlier']>('another', 'nothing', 'same'),
  pods: mostly<Beginning['pods']>('good', 'crash'),
  steps: stageSteps,
  policy,
});

/** Most of what is worth seeing comes after the first pods are ready. */
const prelude = fc.constantFrom<readonly HistoryStep[]>(
  [],
  [{ event: { do: 'wait', seconds: 2 }, then: 'rest' }],
  [{ event: { do: 'wait', seconds: 2 }, then: 'rest' }],
);

function histories(disturbances: Disturbances): fc.Arbitrary<History> {
  return beginning.chain((begun) => {
    const later = fc.array(steps(begun.rollouts, disturbances), { minLength: 1, maxLength: 10, size: 'max' });
    return fc.tuple(prelude, later).map(([before, after]) => ({ beginning: begun, steps: [...before, ...after] }));
  });
}

/** Around the simulated controller, with whatever goes wrong. */
export const disturbedHistories: fc.Arbitrary<History> = histories({ faults: true, views: true });

/** The service comes to rest after each event, so that what it does depends on the events alone. */
export const calmHistories: fc.Arbitrary<History> = histories({ faults: false, views: false });

/** Where a process dies, is answered badly or not at all. */
export const faultsToCome: fc.Arbitrary<readonly (Fault | undefined)[]> = fc.array(
  fc.option(
    fc.record({
      atCall: fc.integer({ min: 1, max: 12 }),
      kind: fc.constantFrom(
        'diesBefore' as const,
        'diesAfter' as const,
        'conflict' as const,
        'unavailable' as const,
        'answerLost' as const,
        'standsStill' as const,
      ),
    }),
    { nil: undefined, freq: 4 },
  ),
  { minLength: 1, maxLength: 8 },
);
