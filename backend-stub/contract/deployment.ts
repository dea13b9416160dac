import type { StageNotification } from './notifications.ts';
import type { CanaryStep } from './steps.ts';

/** What a pipeline author writes under the one key `deployment` of the stage. Everything ours sits there. */
export interface DeploymentConfiguration {
  /** One, until several are built. */
  readonly targets: readonly [Target];
  readonly manifest: TextManifest;
  readonly strategy: { readonly canary: { readonly steps: readonly CanaryStep[] } };
  readonly workload: WorkloadForm;
  readonly ifInProgress: 'reject';
  /** What happens to the rollout when the stage fails; `keep` leaves it as it is. Harm is chosen, never a default. */
  readonly onFailure: EndPolicy;
  readonly onCancel: EndPolicy;
  readonly onStall: StallPolicy;
  /** What happens when kubectl or a dashboard lets a rollout pass an approval that was not given here. */
  readonly onOutsidePromotion: OutsidePromotionPolicy;
  /** Whether objects that belong to somebody else (Helm, Argo CD, Flux, another field manager) are taken over from him. */
  readonly takeOwnership: boolean;
  /** Who is called when an approval is waited for: once for each such step. */
  readonly notifications: readonly StageNotification[];
}

export interface Target {
  /** A cluster, named as Clouddriver and Fiat name it. */
  readonly account: string;
  /** Every namespaced object goes there, whatever its manifest says. */
  readonly namespaceOverride?: string;
}

export interface TextManifest {
  readonly source: 'text';
  /** As stored in the pipeline: with `literal`, encoded by `encodeLiteral`. */
  readonly text: string;
  /** `literal`: Orca must find no `${` in it. `evaluate`: Orca has replaced its expressions before we read it. */
  readonly expressions: 'literal' | 'evaluate';
}

/**
 * What becomes of a Deployment of the manifest. `rollout`: a Rollout takes its place, and holds its pod template.
 * `deployment`: it stays, without pods of its own, and a Rollout refers to it for its pod template.
 */
export const workloadForms = ['rollout', 'deployment'] as const;
export type WorkloadForm = (typeof workloadForms)[number];

export const endPolicies = ['keep', 'abort'] as const;
export type EndPolicy = (typeof endPolicies)[number];
export const stallPolicies = ['wait', 'abort'] as const;
export type StallPolicy = (typeof stallPolicies)[number];
export const outsidePromotionPolicies = ['accept', 'abort'] as const;
export type OutsidePromotionPolicy = (typeof outsidePromotionPolicies)[number];

/** 2 MiB of manifest text, in UTF-8 bytes: Orca rewrites the stage at every poll, and etcd stores no larger object. */
export const manifestByteLimit = 2 * 1024 * 1024;
export const stepLimit = 100;
