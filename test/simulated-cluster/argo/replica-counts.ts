import { canaryPods } from '../../../backend-stub/deployment/weights.ts';
import type { Version } from './replica-set.ts';
import type { RolloutSpec } from './rollout-spec.ts';
import type { RolloutStatus } from './rollout-status.ts';

/** The versions that a Rollout has pods of. */
export interface Versions {
  readonly canary: Version;
  /** Undefined at the first deployment, and when it is the same as the canary. */
  readonly stable: Version | undefined;
  readonly others: readonly Version[];
}

export interface Counts {
  readonly canary: number;
  readonly stable: number;
}

/** Percent that the canary shall have now. */
export function currentWeight(spec: RolloutSpec, status: RolloutStatus): number {
  const done = status.stableRS === '' || status.currentPodHash === status.stableRS;
  if (status.promoteFull || done) return 100;
  if (status.abort) return 0;
  const index = status.currentStepIndex ?? 0;
  if (index >= spec.steps.length) return 100;
  const weights = spec.steps.slice(0, index + 1).flatMap((step) => (step.kind === 'setWeight' ? [step.weight] : []));
  return weights.at(-1) ?? 0;
}

/** What it comes to in the end at the current weight. */
export function targetCounts(spec: RolloutSpec, status: RolloutStatus, { stable }: Versions): Counts {
  if (stable === undefined) return { canary: spec.replicas, stable: 0 };
  return canaryPods({ replicas: spec.replicas, weight: currentWeight(spec, status), surge: spec.surge });
}

/**
 * The next move towards the target that neither runs more pods than `maxSurge` allows nor leaves fewer available than
 * `maxUnavailable` does; the stable version is scaled up first and old versions go down first. The rule of Argo v1.10,
 * utils/replicaset/canary.go, CalculateReplicaCountsForBasicCanary.
 */
export function nextCounts(spec: RolloutSpec, status: RolloutStatus, versions: Versions): Counts {
  const { canary, stable, others } = versions;
  const target = targetCounts(spec, status, versions);
  const up = scaledUp(spec, versions, target);
  if (sum(others) > 0) return up;
  const least = spec.replicas - spec.unavailable;
  const increasing = target.canary >= canary.wanted;
  const kept = remaining(canary, !increasing) + (stable === undefined ? 0 : remaining(stable, increasing));
  if (kept <= least) return up;
  const limits = { spare: kept - least, most: spec.replicas + spec.surge, least };
  if (!increasing) {
    const drained = Math.max(target.canary, canary.wanted - limits.spare);
    const [down, other] = withinLimits([canary, drained], [stable, up.stable], limits);
    return { canary: down, stable: other };
  }
  if (stable === undefined) return up;
  const drained = stable.wanted > target.stable ? Math.max(target.stable, stable.wanted - limits.spare) : up.stable;
  const [down, other] = withinLimits([stable, drained], [canary, up.canary], limits);
  return { canary: other, stable: down };
}

function scaledUp(spec: RolloutSpec, { canary, stable, others }: Versions, target: Counts): Counts {
  let left = spec.replicas + spec.surge - sum([canary, ...(stable === undefined ? [] : [stable]), ...others]);
  const raised = (version: Version | undefined, wanted: number): number => {
    const now = version?.wanted ?? 0;
    const more = Math.max(Math.min(wanted - now, left), 0);
    left -= more;
    return now + more;
  };
  const stableCount = stable === undefined ? 0 : raised(stable, target.stable);
  return { stable: stableCount, canary: raised(canary, target.canary) };
}

/** Pods of a version that can be counted on while the other one is scaled down. */
function remaining({ wanted, available }: Version, ignoresAvailability: boolean): number {
  return wanted < available || ignoresAvailability ? wanted : available;
}

interface Limits {
  readonly most: number;
  readonly least: number;
}

/** When both together are too many, the other version gives way first, as far as enough pods stay available. */
function withinLimits(
  [drained, drainedCount]: readonly [Version, number],
  [other, otherCount]: readonly [Version | undefined, number],
  { most, least }: Limits,
): readonly [number, number] {
  if (other === undefined) return [drainedCount, otherCount];
  const lowered = otherCount - Math.max(0, otherCount + drainedCount - most);
  const available = Math.min(drained.available, drainedCount) + Math.min(other.available, lowered);
  const lost = Math.max(0, other.available - lowered);
  const adjusted = lowered + Math.min(lost, Math.max(0, least - available));
  return [drainedCount - Math.max(0, adjusted + drainedCount - most), adjusted];
}

function sum(versions: readonly Version[]): number {
  return versions.reduce((total, { wanted }) => total + wanted, 0);
}

/** Whether the weight of the current step is reached: the canary available, the stable one at its number, no other left. */
export function isAtTarget(spec: RolloutSpec, status: RolloutStatus, versions: Versions): boolean {
  const { canary, stable, others } = versions;
  // As the controller sees it: the next move is no move.
  const next = nextCounts(spec, status, versions);
  return (
    next.canary === canary.wanted &&
    next.canary === canary.available &&
    stable !== undefined &&
    next.stable === stable.wanted &&
    next.stable === stable.pods &&
    others.every(({ available }) => available === 0)
  );
}
