import type { ApprovalNeed } from '../contract/plan.ts';
import { excludesRequester, isApproval } from '../contract/steps.ts';
import type { CanaryStep } from '../contract/steps.ts';
import { isSame } from './compared-object.ts';
import { at, objectName, referenceOf } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { readRollout } from './rollout.ts';
import { carries } from './template.ts';

/** A Rollout as it runs, and as the API server would make it. */
export interface TriedRollout {
  readonly live: KubernetesObject | undefined;
  /** The Deployment that it takes over first, and whose version it then runs. */
  readonly adopted?: KubernetesObject | undefined;
  readonly result: KubernetesObject;
}

/** `first`: no version runs that a new one could be compared with. `same`: this one runs already, for everybody. */
export type Course = 'first' | 'same' | 'steps';

/** Whether a rollout goes through its steps; the rules are those of the controller. */
export function courseOf({ live, adopted, result }: TriedRollout): Course {
  const template = (workload: KubernetesObject): unknown => at(workload, 'spec', 'template');
  if (adopted !== undefined) return carries(template(result), template(adopted)) ? 'same' : 'steps';
  if (live === undefined) return 'first';
  const { podHash, stablePodHash } = readRollout(live);
  if (stablePodHash === undefined) return 'first';
  return podHash === stablePodHash && isSame(template(live), template(result)) ? 'same' : 'steps';
}

export function courseNote(rollout: TriedRollout): string | undefined {
  const name = objectName(referenceOf(rollout.result));
  switch (courseOf(rollout)) {
    case 'first':
      return `${name} is deployed for the first time: all its pods start at once, and no step is taken.`;
    case 'same':
      return `${name} runs this version already: no pod is replaced, and no step is taken.`;
    case 'steps':
      return undefined;
  }
}

/** Who will have to approve, at which weight. */
export function approvalNeeds(steps: readonly CanaryStep[], account: string): readonly ApprovalNeed[] {
  return steps.flatMap((step, stepIndex) => {
    if (!isApproval(step)) return [];
    const weight = weightAt(steps, stepIndex);
    const requiresRoles = step.pause.requiresRoles ?? [];
    const approver =
      requiresRoles.length === 0
        ? `whoever may deploy to ${account}`
        : `somebody with the role ${requiresRoles.join(' or ')}, who may also deploy to ${account}`;
    const who = excludesRequester(step) ? `${approver}, but not whoever asked for it` : approver;
    const place = `Step ${stepIndex + 1} of ${steps.length}, at ${weight} %`;
    return [{ stepIndex, weight, requiresRoles, sentence: `${place}: ${who}.` }];
  });
}

function weightAt(steps: readonly CanaryStep[], stepIndex: number): number {
  const last = steps.slice(0, stepIndex).findLast((step) => 'setWeight' in step);
  return last !== undefined && 'setWeight' in last ? last.setWeight.weight : 0;
}
