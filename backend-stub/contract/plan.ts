import type { ObjectChange } from './change.ts';
import type { Problem } from './refusal.ts';
import type { ObjectReport } from './report.ts';

/** What a deployment would do, or what stands in its way; `problems` empty means that it could start. */
export interface PlanReport {
  readonly objects: readonly PlannedChange[];
  /** Names of what would be changed, and what no abort takes back: `Service web in shop`. */
  readonly abortDoesNotRestore: readonly string[];
  /** Approvals that would be asked for, in their order. */
  readonly approvals: readonly ApprovalNeed[];
  /** Sentences that are worth knowing, and no reason to hesitate. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly problems: readonly Problem[];
  /** Absent where the manifest is no plan yet, or the cluster was not looked at. */
  readonly fingerprint?: Fingerprint;
}

/** What a deployment that was started was to change. Its events say what moved between plan and apply. */
export interface AppliedPlan {
  readonly objects: readonly PlannedChange[];
  /** Absent where nothing was tried on the cluster: it was refused before, or waits for it. */
  readonly fingerprint?: Fingerprint;
}

export interface PlannedChange extends ObjectReport {
  /** Absent for what could not be tried: the API server refused it, or its kind is defined by the same manifest. */
  readonly change?: ObjectChange;
}

export interface ApprovalNeed {
  /** 0 is the first. */
  readonly stepIndex: number;
  /** Percent of the new version while it is waited for. */
  readonly weight: number;
  /** Any one of these roles. Empty: whoever may deploy. */
  readonly requiresRoles: readonly string[];
  readonly sentence: string;
}

/** Two plans with equal words were made of the same manifest, and against the same objects. */
export interface Fingerprint {
  /** Of everything that would be applied. */
  readonly manifest: string;
  /** Of the objects that it would be applied to, as they were. */
  readonly cluster: string;
}
