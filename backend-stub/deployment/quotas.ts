import { at, listAt, numberAt, objectName, recordAt, referenceOf } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { added, amounts, merged, podRequests, times } from './pod-requests.ts';
import type { Requests } from './pod-requests.ts';
import { quantityText } from './quantities.ts';
import { readRollout } from './rollout.ts';
import { surgeOf } from './weights.ts';

/** A Rollout as it runs, and as it would be applied. */
export interface RolloutStep {
  readonly live: KubernetesObject | undefined;
  readonly toApply: KubernetesObject;
}

/** Sums of fractions of a core are off by less. */
const rounding = 1e-6;

/** What quotas of one namespace can't hold while both versions run, in sentences. */
export function quotaWarnings(
  quotas: readonly KubernetesObject[],
  rollouts: readonly RolloutStep[],
): readonly string[] {
  const more = rollouts.map(neededAtPeak).reduce(added, new Map<string, number>());
  return quotas.filter(countsEveryPod).flatMap((quota) => {
    const hard = amounts(recordAt(quota, 'status', 'hard'));
    const used = amounts(recordAt(quota, 'status', 'used'));
    return [...hard].flatMap(([counted, most]) => {
      const name = requestOf(counted);
      const needed = name === undefined ? 0 : (more.get(name) ?? 0);
      const free = most - (used.get(counted) ?? 0);
      return needed > free + rounding ? [tooLittle(quota, { counted, most, free, needed })] : [];
    });
  });
}

/**
 * How much more than now both versions take at their most: the number of pods is never above what is wanted and the
 * surge, and the larger of two pods is the one that there are most of. Without a version before, all pods are new.
 */
function neededAtPeak({ live, toApply }: RolloutStep): Requests {
  const wanted = numberAt(toApply, 'spec', 'replicas') ?? 1;
  const next = podRequests(at(toApply, 'spec', 'template'));
  if (live === undefined) return times(next, wanted);
  const before = podRequests(at(live, 'spec', 'template'));
  const running = readRollout(live).pods.all;
  const all = Math.max(running, wanted + surgeOf(toApply, wanted));
  const mixed = (fresh: number): Requests =>
    added(times(next, fresh), times(before, Math.min(running, Math.max(0, all - fresh))));
  const fewest = Math.max(0, Math.min(wanted, all - running));
  const most = merged(mixed(fewest), mixed(wanted), Math.max);
  return merged(most, times(before, running), (peak, now) => Math.max(0, peak - now));
}

/** A scope picks pods out by what we do not know of them here (their priority, their class). */
function countsEveryPod(quota: KubernetesObject): boolean {
  return listAt(quota, 'spec', 'scopes').length === 0 && at(quota, 'spec', 'scopeSelector') === undefined;
}

/** In which word of a pod a quota counts; undefined for what pods do not take (Services, claims). */
function requestOf(counted: string): string | undefined {
  if (counted === 'pods' || counted === 'count/pods') return 'pods';
  if (['cpu', 'memory', 'ephemeral-storage'].includes(counted)) return `requests.${counted}`;
  return counted.startsWith('requests.') || counted.startsWith('limits.') ? counted : undefined;
}

interface Lack {
  readonly counted: string;
  readonly most: number;
  readonly free: number;
  readonly needed: number;
}

function tooLittle(quota: KubernetesObject, { counted, most, free, needed }: Lack): string {
  const amount = (value: number): string => quantityText(Math.max(0, value), counted);
  return `${objectName(referenceOf(quota))} can not hold both versions: of ${amount(most)} ${counted} ${amount(free)} are free, and at the peak ${amount(needed)} more are needed. Pods beyond it are refused, and the rollout stalls.`;
}
