import { defined } from '../../backend-stub/contract/defined.ts';
import { actions } from '../../backend-stub/contract/decision.ts';
import type { OriginReport } from '../../backend-stub/contract/origin.ts';
import { openPhases, outcomes, situations } from '../../backend-stub/contract/report.ts';
import type {
  DecisionReport,
  DeploymentReport,
  EventReport,
  ObjectReport,
  RolloutReport,
  WaitingReport,
} from '../../backend-stub/contract/report.ts';
import { durationUnits } from '../../backend-stub/contract/steps.ts';
import type { CanaryStep } from '../../backend-stub/contract/steps.ts';
import { unexpected } from './part.ts';
import type { Part } from './part.ts';

export function readReport(part: Part): DeploymentReport {
  return {
    ...readOrigin(part),
    id: part.text('id'),
    application: part.text('application'),
    account: part.text('account'),
    requester: part.text('requester'),
    phase: part.word('phase', [...openPhases, 'ended'] as const),
    ...defined({ outcome: part.has('outcome') ? part.word('outcome', outcomes) : undefined }),
    phaseSince: part.textIfAny('phaseSince') ?? part.text('createdAt'),
    summary: part.text('summary'),
    steps: part.list('steps', readStep),
    rollouts: part.list('rollouts', readRollout),
    objects: part.list('objects', readObject),
    warnings: part.texts('warnings'),
    decisions: part.list('decisions', readKnownDecision).flat(),
    events: [...part.list('events', readEvent), ...part.list('decisions', readOtherDecision).flat()],
    onFailure: part.wordIfKnown('onFailure', ['abort'] as const) ?? 'keep',
    onCancel: part.wordIfKnown('onCancel', ['abort'] as const) ?? 'keep',
    onOutsidePromotion: part.wordIfKnown('onOutsidePromotion', ['abort'] as const) ?? 'accept',
    access: part.word('access', ['fiat', 'open'] as const),
    ...(part.has('decisionChannel') ? { decisionChannel: part.word('decisionChannel', ['stage'] as const) } : {}),
    createdAt: part.text('createdAt'),
    ...defined({ endedAt: part.textIfAny('endedAt') }),
  };
}

/** An older service tells of stages only, and does not say so. */
function readOrigin(part: Part): OriginReport {
  if (part.wordIfKnown('startedBy', ['machine'] as const) === 'machine')
    return { startedBy: 'machine', machine: part.text('machine') };
  return {
    startedBy: 'stage',
    ...defined({ pipeline: part.textIfAny('pipeline') }),
    executionId: part.text('executionId'),
    stageId: part.text('stageId'),
    attempt: part.text('attempt'),
    orca: part.wordIfKnown('orca', ['silent'] as const) ?? 'asking',
  };
}

/** A step that is not known here must not be passed by as if it were not there. */
function readStep(part: Part): CanaryStep {
  if (part.has('setWeight')) return { setWeight: { weight: part.part('setWeight').number('weight') } };
  if (!part.has('pause')) throw unexpected(part.path, 'a step that sets a weight or pauses', 'a step of another kind');
  const pause = part.part('pause');
  if (!pause.has('untilApproved'))
    return { pause: { duration: pause.number('duration'), unit: pause.word('unit', durationUnits) } };
  const requiresRoles = pause.has('requiresRoles') ? pause.texts('requiresRoles') : undefined;
  const excluding = pause.has('notRequester') && pause.flag('notRequester') ? { notRequester: true as const } : {};
  return { pause: { untilApproved: true, ...defined({ requiresRoles }), ...excluding } };
}

function readRollout(part: Part): RolloutReport {
  const weight = part.part('weight');
  const pods = part.part('pods');
  return {
    name: part.text('name'),
    namespace: part.text('namespace'),
    situation: part.word('situation', situations),
    sentence: part.text('sentence'),
    ...defined({
      podHash: part.textIfAny('podHash'),
      stablePodHash: part.textIfAny('stablePodHash'),
      stepIndex: part.numberIfAny('stepIndex'),
      waiting: part.has('waiting') ? readWaiting(part.part('waiting')) : undefined,
    }),
    firstDeployment: part.flag('firstDeployment'),
    weight: { planned: weight.number('planned'), actual: weight.number('actual') },
    pods: {
      wanted: pods.number('wanted'),
      updated: pods.number('updated'),
      ready: pods.number('ready'),
      available: pods.number('available'),
    },
    images: part.texts('images'),
    troubles: part.texts('troubles'),
  };
}

function readWaiting(part: Part): WaitingReport {
  return {
    reason: part.word('reason', ['approval', 'time'] as const),
    ...defined({
      since: part.textIfAny('since'),
      until: part.textIfAny('until'),
      requiresRoles: part.has('requiresRoles') ? part.texts('requiresRoles') : undefined,
    }),
  };
}

export function readObject(part: Part): ObjectReport {
  return {
    kind: part.text('kind'),
    name: part.text('name'),
    ...defined({ namespace: part.textIfAny('namespace') }),
    treatment: part.text('treatment'),
    restoredByAbort: part.flag('restoredByAbort'),
  };
}

export function readDecision(part: Part): DecisionReport {
  return {
    id: part.text('id'),
    action: part.word('action', actions),
    by: part.text('by'),
    ...(part.has('asAdmin') && part.flag('asAdmin') ? { asAdmin: true as const } : {}),
    at: part.text('at'),
    ...defined({ comment: part.textIfAny('comment'), result: part.textIfAny('result') }),
    state: part.wordIfKnown('state', ['done', 'failed'] as const) ?? 'accepted',
  };
}

function readKnownDecision(part: Part): readonly DecisionReport[] {
  return part.wordIfKnown('action', actions) === undefined ? [] : [readDecision(part)];
}

/** An action that a newer service knows is told in its own word. */
function readOtherDecision(part: Part): readonly EventReport[] {
  if (part.wordIfKnown('action', actions) !== undefined) return [];
  return [{ at: part.text('at'), sentence: `${part.text('by')}: ${part.text('action')}` }];
}

function readEvent(part: Part): EventReport {
  return { at: part.text('at'), sentence: part.text('sentence') };
}
