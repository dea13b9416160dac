/** A length of time as people write it in a stage. */
export interface Duration {
  readonly duration: number;
  readonly unit: DurationUnit;
}

export const durationUnits = ['seconds', 'minutes', 'hours'] as const;
export type DurationUnit = (typeof durationUnits)[number];

const secondsPer: Readonly<Record<DurationUnit, number>> = { seconds: 1, minutes: 60, hours: 3600 };

export function seconds({ duration, unit }: Duration): number {
  return duration * secondsPer[unit];
}

export interface SetWeightStep {
  /** Percent of the wanted pods that run the new version: 0 to 100. */
  readonly setWeight: { readonly weight: number };
}

export interface TimedPauseStep {
  readonly pause: Duration;
}

export interface ApprovalStep {
  readonly pause: {
    readonly untilApproved: true;
    /** Any one of these roles, compared lower-cased; none: everybody who may deploy may approve. */
    readonly requiresRoles?: readonly string[];
    /** Whoever asked for the deployment may not approve it, whatever else he may; admins too. */
    readonly notRequester?: true;
  };
}

export type CanaryStep = SetWeightStep | TimedPauseStep | ApprovalStep;

export function isApproval(step: CanaryStep | undefined): step is ApprovalStep {
  return step !== undefined && 'pause' in step && 'untilApproved' in step.pause;
}

/** A step in words, for a timeline: `25 %`, `pause for 5 minutes`, `pause until approved by release`. */
export function stepLabel(step: CanaryStep): string {
  if ('setWeight' in step) return `${step.setWeight.weight} %`;
  if (!('untilApproved' in step.pause)) return `pause for ${durationLabel(step.pause)}`;
  const roles = step.pause.requiresRoles ?? [];
  const approved = roles.length === 0 ? 'pause until approved' : `pause until approved by ${roles.join(' or ')}`;
  return excludesRequester(step) ? `${approved}, not by the requester` : approved;
}

export function excludesRequester(step: CanaryStep | undefined): boolean {
  return isApproval(step) && step.pause.notRequester === true;
}

export function durationLabel({ duration, unit }: Duration): string {
  return `${duration} ${duration === 1 ? unit.slice(0, -1) : unit}`;
}
