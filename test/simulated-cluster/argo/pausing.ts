import type { Step } from './rollout-spec.ts';
import type { Pause, RolloutStatus } from './rollout-status.ts';

/** What one look at a Rollout decides about pauses and aborting; written at its end. */
export interface Intent {
  pause: boolean;
  stepDone: boolean;
  clearPauses: boolean;
  removeAbort: boolean;
  /** Why the controller itself aborts. */
  abortBecause: string | undefined;
}

export function noIntent(): Intent {
  return { pause: false, stepDone: false, clearPauses: false, removeAbort: false, abortBecause: undefined };
}

export function isAborted({ removeAbort, abortBecause }: Intent, status: RolloutStatus): boolean {
  return !removeAbort && (abortBecause !== undefined || status.abort);
}

const ofStep = 'CanaryPauseStep';

export function stepPause({ pauseConditions }: RolloutStatus): Pause | undefined {
  return pauseConditions.find(({ reason }) => reason === ofStep);
}

/** Somebody took the pause away, or its time is over. */
export function isPauseDone(step: Step & { readonly kind: 'pause' }, status: RolloutStatus, now: number): boolean {
  const pause = stepPause(status);
  if (pause === undefined) return status.controllerPause;
  return step.seconds !== undefined && now > Date.parse(pause.startTime) + step.seconds * 1000;
}

type PauseFields = Pick<RolloutStatus, 'abort' | 'abortedAt' | 'controllerPause' | 'pauseConditions'>;

/** Without a pause condition the controller also forgets that it paused. */
export function pauseFields(intent: Intent, before: RolloutStatus, now: string): PauseFields {
  const nothing = { controllerPause: false, pauseConditions: [] };
  if (isAborted(intent, before)) return { ...nothing, abort: true, abortedAt: before.abortedAt || now };
  const running = { abort: false, abortedAt: '' };
  if (intent.clearPauses) return { ...nothing, ...running };
  const kept = before.pauseConditions.filter(({ reason }) => !(intent.stepDone && reason === ofStep));
  const isNew = intent.pause && stepPause(before) === undefined;
  const pauseConditions = isNew ? [...kept, { reason: ofStep, startTime: now }] : kept;
  if (pauseConditions.length === 0) return { ...nothing, ...running };
  return { ...running, pauseConditions, controllerPause: isNew || before.controllerPause };
}
