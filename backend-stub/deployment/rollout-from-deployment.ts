import type { CanaryStep } from '../contract/steps.ts';
import { cleanTemplate } from './clean-object.ts';
import { deploymentProblems } from './deployment-problems.ts';
import { at, isRecord, recordAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { canonicalQuantities } from './quantities.ts';
import { argoSteps } from './rollout-steps.ts';

export const rolloutApiVersion = 'argoproj.io/v1alpha1';

export type Converted =
  | { readonly kind: 'converted'; readonly rollout: KubernetesObject }
  | { readonly kind: 'refused'; readonly sentences: readonly string[] };

/**
 * The Rollout that does what a (cleaned) Deployment does, by our steps. `replicas` are taken over when the manifest has
 * them; who decides about them in the end is said in replicas.ts. Source: argo-rollouts v1.10, docs/migrating.md and
 * the CRD's schema.
 */
export function rolloutFromDeployment(deployment: KubernetesObject, steps: readonly CanaryStep[]): Converted {
  const sentences = deploymentProblems(deployment);
  if (sentences.length > 0) return { kind: 'refused', sentences };
  const { strategy, template, paused: _never, ...same } = recordAt(deployment, 'spec');
  const rollout = {
    ...deployment,
    apiVersion: rolloutApiVersion,
    kind: 'Rollout',
    spec: { ...same, strategy: { canary: canary(strategy, steps) }, template: podTemplate(template) },
  };
  return { kind: 'converted', rollout };
}

/** The Deployment itself, where it stays: with the same template, and without a number of pods, which are the Rollout's. */
export function plainDeployment(deployment: KubernetesObject): KubernetesObject {
  const { replicas: _ofTheRollout, template, ...spec } = recordAt(deployment, 'spec');
  return { ...deployment, spec: { ...spec, template: podTemplate(template) } };
}

function canary(strategy: unknown, steps: readonly CanaryStep[]): Readonly<Record<string, unknown>> {
  // Its keys were checked: maxSurge and maxUnavailable, which mean the same in both.
  const surge = recordAt(strategy, 'rollingUpdate');
  if (steps.length > 0) return { ...surge, steps: argoSteps(steps) };
  return Object.keys(surge).length > 0 ? { ...surge } : atLeastOne;
}

/**
 * The default of both kinds, written out: where an apply empties a map that had something of ours, the API server puts null
 * there and refuses it (measured), so that no stage could go from steps to a plain rolling update.
 */
const atLeastOne = { maxSurge: '25%' } as const;

/** The controller of a Deployment adds it; in a manifest it comes from a ReplicaSet or a live object. */
const deploymentHashLabel = 'pod-template-hash';

/** A Deployment's pod template as a Rollout takes it. */
export function podTemplate(template: unknown): Readonly<Record<string, unknown>> {
  const { [deploymentHashLabel]: _hash, ...labels } = recordAt(template, 'metadata', 'labels');
  const annotations = at(template, 'metadata', 'annotations');
  // The Rollout's schema has only these two: an apply with another one is answered 500.
  const metadata = isRecord(annotations) ? { labels, annotations } : { labels };
  return canonicalQuantities(cleanTemplate({ ...recordAt(template), metadata }));
}
