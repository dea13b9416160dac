import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { isAborted, isPauseDone, noIntent, pauseFields, stepPause, type Intent } from './pausing.ts';
import { phaseOf } from './phase.ts';
import { isProgressing, isTimedOut, isWaiting, judgedConditions, timeoutMessage } from './progress.ts';
import { isAtTarget, nextCounts, type Versions } from './replica-counts.ts';
import { annotations, type Version } from './replica-set.ts';
import { stepHashOf } from './pod-hash.ts';
import { readSpec, selectorText, type RolloutSpec } from './rollout-spec.ts';
import { readStatus, type RolloutStatus } from './rollout-status.ts';
import { isPromoted, withoutCondition } from './conditions.ts';

/** One look at a Rollout whose ReplicaSet exists. */
export interface Look {
  readonly rollout: KubernetesObject;
  readonly canary: Version;
  /** The version of `status.stableRS`; the same as the canary when that is done. */
  readonly stable: Version | undefined;
  readonly others: readonly Version[];
  readonly now: Date;
}

export interface Scaling {
  readonly version: Version;
  readonly replicas: number;
}

/** What is to be done: at most one version is scaled in a look, then the status is written. */
export interface Move {
  readonly scale: readonly Scaling[];
  readonly status: RolloutStatus;
  /** Milliseconds after which to look again, when nothing else happens. */
  readonly again: number | undefined;
}

/** The canary strategy of Argo Rollouts v1.10 (rollout/canary.go and sync.go), without traffic routing and analysis. */
export function reconciled(look: Look): Move {
  const spec = readSpec(look.rollout);
  const before = readStatus(look.rollout);
  const intent = noIntent();
  if (isPromoted(before) && before.abort) intent.removeAbort = true;
  const subject = { look, spec, before, intent, versions: versionsOf(look) };
  if (hasChanged(look, before)) return finished(subject, restarted(subject), []);
  const scale = spec.paused ? [] : scaling(subject);
  if (scale.length === 0) pauseAtStep(subject);
  return finished(subject, advanced(subject), scale);
}

/** Only scales, as after a change of `spec.replicas`. */
export function rescaled(look: Look): Move {
  const spec = readSpec(look.rollout);
  const before = readStatus(look.rollout);
  const subject = { look, spec, before, intent: noIntent(), versions: versionsOf(look) };
  const all = [
    look.canary,
    ...(subject.versions.stable === undefined ? [] : [subject.versions.stable]),
    ...look.others,
  ];
  const counts = { availableReplicas: sum(all, 'available'), HPAReplicas: sum(all, 'pods') };
  return finished(subject, { ...before, ...counts }, spec.paused ? [] : scaling(subject));
}

interface Subject {
  readonly look: Look;
  readonly spec: RolloutSpec;
  readonly before: RolloutStatus;
  readonly intent: Intent;
  readonly versions: Versions;
}

function versionsOf({ canary, stable, others }: Look): Versions {
  return { canary, stable: stable?.name === canary.name ? undefined : stable, others };
}

function hasChanged({ rollout, canary }: Look, { currentPodHash, currentStepHash }: RolloutStatus): boolean {
  return currentStepHash !== stepHashOf(rollout) || (currentPodHash !== '' && currentPodHash !== canary.hash);
}

function base({ look, before, versions }: Subject): RolloutStatus {
  const all = [versions.canary, ...(versions.stable === undefined ? [] : [versions.stable]), ...versions.others];
  return {
    ...before,
    currentPodHash: look.canary.hash,
    currentStepHash: stepHashOf(look.rollout),
    replicas: sum(all, 'pods'),
    updatedReplicas: look.canary.pods,
    readyReplicas: sum(all, 'ready'),
    availableReplicas: sum(all, 'available'),
    HPAReplicas: sum(all, 'pods'),
    selector: selectorText(look.rollout),
    conditions: withoutCondition(before.conditions, 'InvalidSpec'),
  };
}

function sum(versions: readonly Version[], field: 'pods' | 'ready' | 'available'): number {
  return versions.reduce((total, version) => total + version[field], 0);
}

/** Another template or other steps: from the beginning, or straight to the end where the stable version is back. */
function restarted(subject: Subject): RolloutStatus {
  const { look, spec, before, intent } = subject;
  endPauses(intent);
  const first = spec.steps.length === 0 ? undefined : 0;
  const isBack = first !== undefined && before.stableRS === look.canary.hash;
  return { ...base(subject), promoteFull: false, currentStepIndex: isBack ? spec.steps.length : first };
}

function scaling({ look, spec, before, versions }: Subject): readonly Scaling[] {
  const next = nextCounts(spec, before, versions);
  const moves: Scaling[] = [
    ...(versions.stable === undefined ? [] : [{ version: versions.stable, replicas: next.stable }]),
    { version: look.canary, replicas: next.canary },
  ];
  const move = moves.find(({ version, replicas }) => version.wanted !== replicas);
  const noted = moves.filter(({ version }) => version.desired !== spec.replicas);
  // Numbers that stay are noted on the way; a look ends with the first that changes.
  if (move !== undefined) return [...noted.filter(({ version, replicas }) => version.wanted === replicas), move];
  return [...noted, ...oldScaling(spec, versions)];
}

/** Versions in between serve traffic too: they go, unready pods first, as far as enough stays available. */
function oldScaling(spec: RolloutSpec, { canary, stable, others }: Versions): readonly Scaling[] {
  const old = others.filter(({ wanted }) => wanted > 0);
  const unready = old.filter(({ wanted, available }) => wanted > available);
  const all = [canary, ...(stable === undefined ? [] : [stable]), ...others];
  let spare = sum(all, 'available') - (spec.replicas - spec.unavailable);
  const trimmed = new Map(unready.map((version) => [version, version.available]));
  for (const version of [...old].sort((left, right) => right.revision - left.revision)) {
    const now = trimmed.get(version) ?? version.wanted;
    const taken = Math.max(Math.min(now, spare), 0);
    if (taken > 0) trimmed.set(version, now - taken);
    spare -= taken;
  }
  return [...trimmed].map(([version, replicas]) => ({ version, replicas }));
}

function pauseAtStep({ spec, before, intent }: Subject): void {
  if (spec.paused || before.promoteFull) return;
  const step = spec.steps[before.currentStepIndex ?? 0];
  intent.pause = step?.kind === 'pause' && stepPause(before) === undefined && !before.controllerPause;
}

function advanced(subject: Subject): RolloutStatus {
  const { spec, before, intent } = subject;
  const status = base(subject);
  const last = spec.steps.length === 0 ? undefined : spec.steps.length;
  if (before.promoteFull) endPauses(intent);
  if (isFullPromotion(subject)) {
    endPauses(intent);
    return { ...status, promoteFull: false, currentStepIndex: last, stableRS: status.currentPodHash };
  }
  if (last === undefined) return { ...status, currentStepIndex: undefined };
  if (isAborted(intent, before)) return { ...status, currentStepIndex: isPromoted(status) ? last : 0 };
  intent.stepDone = isStepDone(subject);
  const index = before.promoteFull ? last : (before.currentStepIndex ?? 0);
  return { ...status, currentStepIndex: intent.stepDone ? index + 1 : index };
}

function endPauses(intent: Intent): void {
  intent.clearPauses = true;
  intent.removeAbort = true;
}

function isFullPromotion({ look, spec, before, intent }: Subject): boolean {
  if (look.stable === undefined) return true;
  if (isAborted(intent, before) || look.canary.available < spec.replicas) return false;
  if (before.promoteFull || before.stableRS === look.canary.hash) return true;
  return spec.steps.length === 0 || before.currentStepIndex === spec.steps.length;
}

function isStepDone({ look, spec, before, versions }: Subject): boolean {
  const isSkipped = spec.paused || before.promoteFull;
  const step = isSkipped ? undefined : spec.steps[before.currentStepIndex ?? 0];
  switch (step?.kind) {
    case undefined:
    case 'other':
      return false;
    case 'pause':
      return isPauseDone(step, before, look.now.getTime());
    case 'setWeight':
      return isAtTarget(spec, before, versions);
  }
}

function finished({ look, spec, before, intent }: Subject, next: RolloutStatus, scale: readonly Scaling[]): Move {
  const { rollout, canary, now } = look;
  const generation = rollout.metadata.generation ?? 0;
  const time = `${now.toISOString().slice(0, 19)}Z`;
  if (spec.progressDeadlineAbort && misses({ spec, before, next, intent }, time))
    intent.abortBecause = timeoutMessage(canary.name);
  const observed = { ...next, observedGeneration: String(generation), ...pauseFields(intent, before, time) };
  const revision = rollout.metadata.annotations?.[annotations.revision] ?? '';
  const judged = { spec, generation, revision, replicaSet: canary.name, before, after: observed, intent, now: time };
  const conditions = judgedConditions(judged);
  const status = { ...observed, conditions };
  return { scale, status: { ...status, ...phaseOf(spec, status) }, again: nextLook(spec, status, now) };
}

/** Whether a deadline that aborts is over. */
function misses(
  { spec, before, next, intent }: Pick<Subject, 'spec' | 'before' | 'intent'> & { readonly next: RolloutStatus },
  now: string,
): boolean {
  if (isAborted(intent, before) || isPromoted(next) || isProgressing({ before, after: next })) return false;
  return !isWaiting(spec, before) && isTimedOut(spec, before, now);
}

/** The end of a pause, or the deadline. */
function nextLook(spec: RolloutSpec, status: RolloutStatus, now: Date): number | undefined {
  const step = spec.steps[status.currentStepIndex ?? 0];
  const pause = stepPause(status);
  if (pause !== undefined && step?.kind === 'pause' && step.seconds !== undefined) {
    const left = Date.parse(pause.startTime) + step.seconds * 1000 - now.getTime() + 1;
    // What holds it after that is `spec.paused`, and whoever takes it away is news.
    return left > 0 ? left : undefined;
  }
  const progress = status.conditions.find(({ type }) => type === 'Progressing');
  if (progress === undefined || status.phase !== 'Progressing') return undefined;
  return Date.parse(progress.lastUpdateTime) + (spec.progressDeadlineSeconds + 1) * 1000 - now.getTime();
}
