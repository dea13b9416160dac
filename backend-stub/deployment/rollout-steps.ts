import canonicalize from 'canonicalize';
import { seconds } from '../contract/steps.ts';
import type { CanaryStep } from '../contract/steps.ts';

/** A step as Argo Rollouts writes it. */
export type ArgoStep =
  | { readonly setWeight: number }
  /** Without a duration it stands until somebody promotes. */
  | { readonly pause: { readonly duration?: string } };

/** One to one, so that Argo's `currentStepIndex` is the index of ours. */
export function argoSteps(steps: readonly CanaryStep[]): readonly ArgoStep[] {
  return steps.map(argoStep);
}

function argoStep(step: CanaryStep): ArgoStep {
  if ('setWeight' in step) return { setWeight: step.setWeight.weight };
  if ('untilApproved' in step.pause) return { pause: {} };
  return { pause: { duration: `${seconds(step.pause)}s` } };
}

/** Whether a Rollout has still the steps that the stage gave it: else its `currentStepIndex` tells nothing about ours. */
export function hasSteps(live: readonly unknown[], steps: readonly CanaryStep[]): boolean {
  return canonicalize(live) === canonicalize(argoSteps(steps));
}
