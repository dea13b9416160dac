import type { EndPolicy, OutsidePromotionPolicy } from './deployment.ts';
import type { CanaryStep } from './steps.ts';
import type { Action } from './decision.ts';
import type { OriginReport } from './origin.ts';
import type { DecisionChannel } from './stage-decision.ts';

/** How a deployment ended. Latched once, never changed. */
export const outcomes = [
  'succeeded',
  'aborted',
  'superseded',
  'rolled-back',
  'deleted',
  'blocked',
  'refused',
  'failed',
  'canceled',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Where an open deployment stands. */
export const openPhases = [
  'accepted',
  'adopting',
  'applying',
  'binding',
  'progressing',
  'waiting',
  'stalled',
  'blocked',
  'aborting',
] as const;
export type OpenPhase = (typeof openPhases)[number];

/** A deployment as people and machines see it. */
export type DeploymentReport = DeploymentFacts & OriginReport;

/** What is told of every deployment. Times are ISO 8601 in UTC. */
export interface DeploymentFacts {
  readonly id: string;
  readonly application: string;
  readonly account: string;
  readonly requester: string;
  readonly phase: OpenPhase | 'ended';
  readonly outcome?: Outcome;
  /** When it came to this phase. */
  readonly phaseSince: string;
  /** The sentence that leads: what it does or waits for, since when, who may act, or how and why it ended. */
  readonly summary: string;
  readonly steps: readonly CanaryStep[];
  readonly rollouts: readonly RolloutReport[];
  readonly objects: readonly ObjectReport[];
  readonly warnings: readonly string[];
  readonly decisions: readonly DecisionReport[];
  readonly events: readonly EventReport[];
  readonly onFailure: EndPolicy;
  readonly onCancel: EndPolicy;
  readonly onOutsidePromotion: OutsidePromotionPolicy;
  /** `open` when nothing is checked against Fiat: shown on every page. */
  readonly access: 'fiat' | 'open';
  /** By whose word a decision is somebody's; absent: by that of Gate's proxy. */
  readonly decisionChannel?: Exclude<DecisionChannel, 'gate'>;
  readonly createdAt: string;
  readonly endedAt?: string;
}

/** What one rollout does now. The words are decided in the order of the Argo Rollouts reference. */
export const situations = [
  'unbound',
  'deleted',
  'blocked',
  'rolled-back',
  'superseded',
  'aborting',
  'aborted',
  'succeeded',
  'stalled',
  'waiting',
  'progressing',
] as const;
export type SituationKind = (typeof situations)[number];

export interface RolloutReport {
  readonly name: string;
  readonly namespace: string;
  readonly situation: SituationKind;
  readonly sentence: string;
  /** The pod hash that this deployment is bound to. */
  readonly podHash?: string;
  readonly stablePodHash?: string;
  /** Of the steps; equal to their number when all are done; absent when it runs another version than this deployment's. */
  readonly stepIndex?: number;
  readonly firstDeployment: boolean;
  /** Percent asked for by the steps so far, and percent of ready pods that run the new version. */
  readonly weight: { readonly planned: number; readonly actual: number };
  readonly pods: {
    readonly wanted: number;
    readonly updated: number;
    readonly ready: number;
    readonly available: number;
  };
  readonly images: readonly string[];
  readonly troubles: readonly string[];
  /** What it waits for at a pause of its steps. */
  readonly waiting?: WaitingReport;
}

/** Times are ISO 8601 in UTC. */
export interface WaitingReport {
  /** When the controller paused it; unknown to a controller that does not say. */
  readonly since?: string;
  /** `approval`: a person; `time`: nobody, until the end of the pause. */
  readonly reason: 'approval' | 'time';
  /** When the pause is over by itself. */
  readonly until?: string;
  /** Of an approval: roles of which the approver needs one. Empty: whoever may approve. */
  readonly requiresRoles?: readonly string[];
}

export interface ObjectReport {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly treatment: string;
  /** False for what an abort leaves as this deployment applied it. */
  readonly restoredByAbort: boolean;
}

export interface DecisionReport {
  readonly id: string;
  readonly action: Action;
  readonly by: string;
  /** Fiat called them an admin, as they decided. */
  readonly asAdmin?: true;
  readonly at: string;
  readonly comment?: string;
  readonly state: 'accepted' | 'done' | 'failed';
  readonly result?: string;
}

export interface EventReport {
  readonly at: string;
  readonly sentence: string;
}
