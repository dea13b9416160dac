import type { DeploymentReport, RolloutReport } from '../../backend-stub/contract/report.ts';
import { durationLabel, excludesRequester } from '../../backend-stub/contract/steps.ts';
import type { CanaryStep } from '../../backend-stub/contract/steps.ts';
import type { TimelineStep } from '../view/StepTimeline.tsx';
import { remaining } from '../view/time.ts';

/** The steps and the 100 % that follows them; where rollouts differ, as the one that is furthest behind. */
export function timelineOf(report: DeploymentReport, now: number): readonly TimelineStep[] {
  const { steps, rollouts } = report;
  const at = place(report);
  const state = (index: number): TimelineStep['state'] => {
    if (at === undefined) return 'planned';
    if (index === at) return 'current';
    return index < at ? 'done' : 'next';
  };
  const until = at === undefined ? undefined : pauseEnd(rollouts, at);
  const left = until === undefined ? undefined : remaining(until, now);
  const all = steps.map((step, index) => drawn(step, state(index), index === at ? left : undefined));
  return [...condensed(all, at ?? 0), { kind: 'end', label: '100 %', state: state(steps.length) }];
}

const mostDrawn = 12;
const drawnBefore = 3;

/** Of fifty steps, those around the current one; the others are counted, and listed among the facts. */
function condensed(all: readonly TimelineStep[], at: number): readonly TimelineStep[] {
  if (all.length <= mostDrawn) return all;
  const from = Math.min(Math.max(at - drawnBefore, 0), all.length - mostDrawn);
  const to = from + mostDrawn;
  return [...counted(all.slice(0, from)), ...all.slice(from, to), ...counted(all.slice(to))];
}

function counted(steps: readonly TimelineStep[]): readonly TimelineStep[] {
  const [first] = steps;
  if (first === undefined) return [];
  return [
    { kind: 'more', label: steps.length === 1 ? '1 more step' : `${steps.length} more steps`, state: first.state },
  ];
}

/** Index of the current step; past the last one when all is done, undefined when it stopped on the way. */
function place({ phase, outcome, steps, rollouts }: DeploymentReport): number | undefined {
  if (outcome === 'succeeded') return steps.length + 1;
  if (phase === 'ended' || phase === 'aborting' || phase === 'blocked') return undefined;
  const indexes = rollouts
    .filter(({ situation }) => situation !== 'succeeded')
    .flatMap(({ stepIndex }) => (stepIndex === undefined ? [] : [stepIndex]));
  return indexes.length === 0 ? undefined : Math.min(...indexes);
}

function pauseEnd(rollouts: readonly RolloutReport[], at: number): string | undefined {
  const ends = rollouts.flatMap(({ stepIndex, waiting }) =>
    stepIndex === at && waiting?.until !== undefined ? [waiting.until] : [],
  );
  return ends.sort()[ends.length - 1];
}

function drawn(step: CanaryStep, state: TimelineStep['state'], left: string | undefined): TimelineStep {
  if ('setWeight' in step) return { kind: 'weight', label: `${step.setWeight.weight} %`, state };
  if (!('untilApproved' in step.pause))
    return { kind: 'time', label: durationLabel(step.pause), state, ...(left === undefined ? {} : { note: left }) };
  const roles = step.pause.requiresRoles ?? [];
  return {
    kind: 'approval',
    label: 'approval',
    state,
    ...approvalNote(roles, excludesRequester(step)),
  };
}

function approvalNote(roles: readonly string[], excluding: boolean): Pick<TimelineStep, 'note'> {
  const by = roles.length === 0 ? [] : [`by ${roles.join(' or ')}`];
  const parts = [...by, ...(excluding ? ['not the requester'] : [])];
  return parts.length === 0 ? {} : { note: parts.join(', ') };
}
