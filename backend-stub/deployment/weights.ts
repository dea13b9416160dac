import type { CanaryStep } from '../contract/steps.ts';
import { at } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import type { ReplicaSource } from './record.ts';

export interface CanaryPods {
  readonly canary: number;
  readonly stable: number;
}

interface Weighing {
  readonly replicas: number;
  /** Percent. */
  readonly weight: number;
  /** In pods; more than 0 lets Argo run one pod more than wanted to come nearer to the weight. */
  readonly surge: number;
}

/**
 * How many pods Argo Rollouts runs of each version at a weight when nothing but the number of pods shares the traffic.
 * The rule of v1.10, utils/replicaset/canary.go, approximateWeightedCanaryStableReplicaCounts: of the counts just below
 * and just above the weight, with one pod more in all when it may surge, the nearest; from weight 1 to 99 never none.
 */
export function canaryPods({ replicas, weight, surge }: Weighing): CanaryPods {
  const candidates = candidatesFor({ replicas, weight, surge });
  const [first] = candidates;
  if (replicas === 0 || first === undefined) return { canary: 0, stable: replicas };
  let best = first;
  for (const candidate of candidates) if (distance(candidate, weight) < distance(best, weight)) best = candidate;
  return { canary: best.canary, stable: best.all - best.canary };
}

interface Candidate {
  readonly canary: number;
  readonly all: number;
}

function candidatesFor({ replicas, weight, surge }: Weighing): readonly Candidate[] {
  const above = Math.ceil((replicas * weight) / 100);
  const below = Math.floor((replicas * weight) / 100);
  const noneAllowed = weight === 0 || weight === 100 || (replicas === 1 && surge === 0);
  const totals = surge > 0 ? [replicas, replicas + 1] : [replicas];
  return totals.flatMap((all) => {
    const allAllowed = all > replicas || above < replicas || noneAllowed;
    const belowAllowed = (below !== 0 || noneAllowed) && !isTie(all, weight);
    return [...(allAllowed ? [{ canary: above, all }] : []), ...(belowAllowed ? [{ canary: below, all }] : [])];
  });
}

/** Both neighbours are equally near: Argo takes the larger one. */
function isTie(all: number, weight: number): boolean {
  return (all * (weight / 100)) % 1 === 0.5;
}

function distance({ canary, all }: Candidate, weight: number): number {
  return Math.abs((canary * 100) / all - weight);
}

/** Percent of all pods that are canary pods, rounded. */
export function actualWeight({ canary, stable }: CanaryPods): number {
  return canary + stable === 0 ? 0 : Math.round((100 * canary) / (canary + stable));
}

/** `maxSurge` in pods, as Argo rounds it: percents up, 25 % when it is not said. */
export function surgeOf(rollout: KubernetesObject, replicas: number): number {
  const surge = at(rollout, 'spec', 'strategy', 'canary', 'maxSurge') ?? '25%';
  if (typeof surge === 'number') return surge;
  return typeof surge === 'string' ? Math.ceil((Number.parseInt(surge, 10) * replicas) / 100) : 0;
}

/** Percentage points by which a weight may be off before its author is told. */
const tolerated = 5;

/** `web has 1 replica and no traffic manager: weight 10 % will be 50 % (1 of 2 pods).` */
export function weightWarnings(
  rollout: KubernetesObject,
  source: ReplicaSource,
  steps: readonly CanaryStep[],
): readonly string[] {
  const replicas = knownReplicas(source);
  if (replicas === undefined || replicas === 0) return [];
  const surge = surgeOf(rollout, replicas);
  const off = steps.flatMap((step) => {
    if (!('setWeight' in step)) return [];
    const { weight } = step.setWeight;
    const pods = canaryPods({ replicas, weight, surge });
    const actual = actualWeight(pods);
    return Math.abs(actual - weight) > tolerated ? [`weight ${weight} % will be ${actual} % (${share(pods)})`] : [];
  });
  if (off.length === 0) return [];
  const count = `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`;
  const has = source.kind === 'autoscaler' ? `may have only ${count}, the least of its autoscaler,` : `has ${count}`;
  return [`${rollout.metadata.name} ${has} and no traffic manager: ${off.join(', ')}.`];
}

function share({ canary, stable }: CanaryPods): string {
  const all = canary + stable;
  return `${canary} of ${all} ${all === 1 ? 'pod' : 'pods'}`;
}

function knownReplicas(source: ReplicaSource): number | undefined {
  switch (source.kind) {
    case 'manifest':
      return source.replicas;
    case 'autoscaler':
      return source.least;
    case 'unset':
      return undefined;
  }
}
