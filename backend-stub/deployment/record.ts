import type { EndPolicy, StallPolicy } from '../contract/deployment.ts';
import type { Action, SeenRollout } from '../contract/decision.ts';
import type { GiveBackState } from '../contract/give-back.ts';
import type { StageNotification } from '../contract/notifications.ts';
import type { OrcaStatusWord } from '../contract/orca.ts';
import type { EventReport, OpenPhase, Outcome, RolloutReport } from '../contract/report.ts';
import type { CanaryStep } from '../contract/steps.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';
import type { Origin } from './origin.ts';

/** What will be applied, in the order in which it is applied. Pure result of manifests and stage. */
export interface Plan {
  readonly objects: readonly PlannedObject[];
  readonly warnings: readonly string[];
  /** sha256 over everything that a cluster would see: two plans with the same hash are the same deployment. */
  readonly hash: string;
}

export interface PlannedObject {
  readonly object: KubernetesObject;
  readonly treatment: 'progressive' | 'applied';
  /** What must be so before anything after it is applied; absent: that it exists. */
  readonly awaited?: 'established';
  /** The definition in the same plan, without which the cluster may not know this kind yet. */
  readonly definedBy?: string;
  /** Why an abort does or does not bring back what was there before. */
  readonly restoredByAbort: boolean;
  /** A Deployment to which the Rollout of its name refers: its pod template is what is rolled out. */
  readonly isReferredTo?: true;
  /** Of a progressive object: who decides about its number of pods. */
  readonly replicas?: ReplicaSource;
}

export type ReplicaSource =
  | { readonly kind: 'manifest'; readonly replicas: number }
  | { readonly kind: 'autoscaler'; readonly least: number }
  | { readonly kind: 'unset' };

/** An object of the plan after it was applied. */
export interface AppliedObject {
  readonly reference: ObjectReference;
  readonly uid: string;
  /** `metadata.generation` that the apply returned; the controller's own updates may raise it further. */
  readonly generation: number;
}

/** The hashes of a Rollout before this deployment; both undefined when it did not exist. */
export interface RolloutBefore {
  readonly namespace: string;
  readonly name: string;
  readonly podHash?: string;
  readonly stablePodHash?: string;
}

/** Which ReplicaSet "this deployment" means, kept from the moment it was known. */
export interface Binding {
  readonly reference: ObjectReference;
  readonly uid: string;
  readonly podHash: string;
  /** The stable pod hash at bind time; undefined on the first deployment of a workload. */
  readonly stablePodHash?: string;
  /** True when the template was already running: nothing to roll out. */
  readonly unchanged: boolean;
  readonly images: readonly string[];
}

/** Everything that is kept of a deployment. */
export interface DeploymentRecord {
  readonly id: string;
  readonly origin: Origin;
  readonly application: string;
  /** The execution's authenticated user, a person or a service account; or the service account that a machine acts as. */
  readonly requester: string;
  readonly account: string;
  readonly policy: DeploymentPolicy;
  readonly plan: Plan;
  readonly phase: OpenPhase | 'ended';
  readonly outcome?: Outcome;
  readonly status: OrcaStatusWord;
  /** One short line for Orca. */
  readonly progress: string;
  readonly summary: string;
  /** What each rollout ran before anything was applied; kept first, since nobody can tell afterwards. */
  readonly before: readonly RolloutBefore[];
  readonly applied: readonly AppliedObject[];
  readonly bindings: readonly Binding[];
  readonly rollouts: readonly RolloutReport[];
  readonly events: readonly EventReport[];
  /** What the last look before the first apply warned of; absent where that was nothing. */
  readonly warnings?: readonly string[];
  /** Indexes of approval steps that were approved or skipped here; others that are passed were promoted outside. */
  readonly approvedSteps?: readonly number[];
  /** An end that was chosen (by a person, a policy) and is being carried out. */
  readonly ending?: Ending;
  /** Since when the present phase stands: graces count from here. */
  readonly phaseSince: Date;
  readonly createdAt: Date;
  readonly endedAt?: Date;
}

export interface DeploymentPolicy {
  readonly steps: readonly CanaryStep[];
  readonly onFailure: EndPolicy;
  readonly onCancel: EndPolicy;
  readonly onStall: StallPolicy;
  /** Whether a promotion outside Gennaker aborts; absent where it is accepted. */
  readonly onOutsidePromotion?: 'abort';
  /** Whether objects of other owners are taken over; absent where not. */
  readonly takeOwnership?: true;
  /** Who is called when an approval is waited for; absent where nobody is. */
  readonly notifications?: readonly StageNotification[];
}

/**
 * Abort the rollouts, put their templates back, then end with this outcome and sentence. While a Deployment is being taken
 * over: come to an end of that, back or forward, then end.
 */
export interface Ending {
  readonly kind: 'abort';
  readonly outcome: Outcome;
  readonly because: string;
  readonly requestedAt: string;
}

/** What is asked of an open deployment: by people, by what Orca says of its execution, or by a machine. */
export type Command = Action | 'cancel' | 'stopWatching';

/** A decision somebody made, from the moment it was accepted. */
export interface DecisionRecord {
  readonly id: string;
  readonly deploymentId: string;
  readonly action: Command;
  readonly by: string;
  /** Fiat called them an admin. */
  readonly asAdmin?: true;
  readonly seen: readonly SeenRollout[];
  readonly comment?: string;
  readonly at: Date;
  readonly state: 'accepted' | 'done' | 'failed';
  readonly result?: string;
}

/** That somebody asked to give the workloads of an ended deployment back, from the moment it was accepted. */
export interface GiveBackRecord {
  readonly id: string;
  readonly deploymentId: string;
  readonly by: string;
  /** Fiat called them an admin. */
  readonly asAdmin?: true;
  readonly at: Date;
  readonly state: GiveBackState;
  /** How far it is, or what came of it. */
  readonly sentence: string;
}
