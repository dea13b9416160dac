/** Where a rollout waits, counted from 1 as people do. */
export interface ApprovalPlace {
  readonly step: number;
  readonly steps: number;
  readonly roles: readonly string[];
}

/** `waits at step 2 of 4 for approval by release`: written by the service, and recognised by `tellsOfApproval`. */
export function approvalWait({ step, steps, roles }: ApprovalPlace): string {
  const by = roles.length === 0 ? '' : ` by ${roles.join(' or ')}`;
  return `waits at step ${step} of ${steps} for approval${by}`;
}

/**
 * Whether a progress line says that people are asked to approve. It is all that an execution list has: the line is the
 * only thing of a deployment that Orca keeps. False while one of several rollouts is still at another pause.
 */
export function tellsOfApproval(progress: string): boolean {
  const waits = [...progress.matchAll(/ waits at step \d+ of \d+ (for approval\b)?/g)];
  return waits.length > 0 && waits.every(([, approval]) => approval !== undefined);
}
