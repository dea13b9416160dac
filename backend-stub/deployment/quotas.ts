import { at, listAt, numberAt, objectName, recordAt, referenceOf } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { added, amounts, merged, podRequests, times } from './pod-requests.ts';
import type { Requests } from './pod-requests.ts';
import { quantityText } from './quantities.ts';
import { readPlainDeployment } from './plain-deployment.ts';
import { readRollout } from './rollout.ts';
import { surgeOf } from './weights.ts';

/** A Rollout as it runs, and as it would be applied. */
export interface RolloutStep {
  readonly live: KubernetesObject | undefined;
  /** The Deployment that it takes over first, and whose version it then runs. */
  readonly adopted?: KubernetesObject | undefined;
  readonly toApply: KubernetesObject;
}

/** Sums of fractions of a core are off by less. */
const rounding = 1e-6;

/** What quotas of one namespace can't hold while a Deployment is taken over, or while both versions run, in sentences. */
export function quotaWarnings(
  quotas: readonly KubernetesObject[],
  rollouts: readonly RolloutStep[],
): readonly string[] {
  const sum = (needs: (step: RolloutStep) => Requests): Requests =>
    rollouts.map(needs).reduce(added, new Map<string, number>());
  const [twice, peak] = [sum(neededBeside), sum(neededAtPeak)];
  return quotas.filter(countsEveryPod).flatMap((quota) => {
    const first = lacks(quota, twice).map((lack) => noRoomBeside(quota, lack));
    return first.length > 0 ? first : lacks(quota, peak).map((lack) => noRoomForBoth(quota, lack));
  });
}

interface Lack {
  readonly counted: string;
  readonly most: number;
  readonly free: number;
  readonly needed: number;
}

function lacks(quota: KubernetesObject, more: Requests): readonly Lack[] {
  const hard = amounts(recordAt(quota, 'status', 'hard'));
  const used = amounts(recordAt(quota, 'status', 'used'));
  return [...hard].flatMap(([counted, most]) => {
    const name = requestOf(counted);
    const needed = name === undefined ? 0 : (more.get(name) ?? 0);
    const free = most - (used.get(counted) ?? 0);
    return needed > free + rounding ? [{ counted, most, free, needed }] : [];
  });
}

/** The pods of its Deployment once more, as far as they do not stand there already. */
function neededBeside({ live, adopted }: RolloutStep): Requests {
  if (adopted === undefined) return new Map();
  const there = live === undefined ? 0 : readRollout(live).pods.all;
  const { template, running } = deploymentPods(adopted);
  return times(template, Math.max(0, running - there));
}

interface PresentPods {
  readonly template: Requests;
  readonly running: number;
}

function deploymentPods(deployment: KubernetesObject): PresentPods {
  return {
    template: podRequests(at(deployment, 'spec', 'template')),
    running: readPlainDeployment(deployment).wanted,
  };
}

/** Where a Deployment was taken over, its pods are those of the Rollout. */
function presentPods({ live, adopted }: RolloutStep): PresentPods | undefined {
  if (adopted !== undefined) return deploymentPods(adopted);
  if (live === undefined) return undefined;
  return { template: podRequests(at(live, 'spec', 'template')), running: readRollout(live).pods.all };
}

/**
 * How much more than now both versions take at their most: the number of pods is never above what is wanted and the
 * surge, and the larger of two pods is the one that there are most of. Without a version before, all pods are new.
 */
function neededAtPeak(step: RolloutStep): Requests {
  const { toApply } = step;
  const wanted = numberAt(toApply, 'spec', 'replicas') ?? 1;
  const next = podRequests(at(toApply, 'spec', 'template'));
  const present = presentPods(step);
  if (present === undefined) return times(next, wanted);
  const { template: before, running } = present;
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

function noRoomBeside(quota: KubernetesObject, lack: Lack): string {
  return `${lacking(quota, lack, 'the pods of a Deployment twice, as taking it over needs for a moment')} Pods beside it are refused, and it stays as it is.`;
}

function noRoomForBoth(quota: KubernetesObject, lack: Lack): string {
  return `${lacking(quota, lack, 'both versions')} Pods beyond it are refused, and the rollout stalls.`;
}

function lacking(quota: KubernetesObject, { counted, most, free, needed }: Lack, what: string): string {
  const amount = (value: number): string => quantityText(Math.max(0, value), counted);
  return `${objectName(referenceOf(quota))} can not hold ${what}: of ${amount(most)} ${counted} ${amount(free)} are free, and at the peak ${amount(needed)} more are needed.`;
}
