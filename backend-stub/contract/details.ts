import type { Action } from './decision.ts';
import type { GiveBackReport } from './give-back.ts';
import type { DeploymentReport } from './report.ts';

/** What `GET /v1/deployments/{id}` answers: the report, what its reader may do, and the pods of this moment. */
export type DeploymentDetails = DeploymentReport & DeploymentLook;

/** What is found out for each look. */
export interface DeploymentLook {
  readonly viewer: Viewer;
  /** One for each rollout of the report, in its order. */
  readonly live: readonly LiveRollout[];
  /** Who asked to give the workloads back, in the order in which they did. */
  readonly giveBacks: readonly GiveBackReport[];
}

/** Who looks, as Gate named them, and what they may decide. */
export interface Viewer {
  readonly user: string;
  /** Fiat calls them an admin: its other rules are not asked. */
  readonly asAdmin?: true;
  /** How long ago Fiat said what they may, in whole seconds; absent where it is not asked. */
  readonly secondsOld?: number;
  /** One for each action. */
  readonly may: readonly ActionPermission[];
  /** Whether this user has the right to give the workloads back to Deployments. */
  readonly mayGiveBack: boolean;
}

/** Whether this user has the right, whatever the rollout does now. */
export type ActionPermission =
  | { readonly action: Action; readonly kind: 'allowed' }
  /** The sentence says why, and who can. */
  | { readonly action: Action; readonly kind: 'denied'; readonly sentence: string };

/** Both versions of a workload as the cluster has them now; not kept, and absent where the cluster can't be asked. */
export type LiveRollout =
  | {
      readonly name: string;
      readonly kind: 'seen';
      readonly stable?: VersionReport;
      /** The version of this deployment; absent once it is the stable one, and before its pods exist. */
      readonly canary?: VersionReport;
    }
  | { readonly name: string; readonly kind: 'unknown'; readonly why: string };

export interface VersionReport {
  readonly podHash: string;
  readonly images: readonly string[];
  /** How many pods its ReplicaSet wants. */
  readonly wanted: number;
  /** At most `podLimit`, the failing ones first. */
  readonly pods: readonly PodReport[];
}

/** A workload of thousands of pods is told by its counts. */
export const podLimit = 100;

export const podStates = ['ready', 'starting', 'failing', 'ending'] as const;
export type PodState = (typeof podStates)[number];

export interface PodReport {
  readonly name: string;
  readonly state: PodState;
  /** Why it fails, in the words of the cluster. */
  readonly trouble?: string;
}
