import { defined } from '../contract/defined.ts';
import { isRecord, listAt, numberAt, recordAt, referenceOf, textAt } from './kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';

/** What we read of an Argo Rollout. Tolerant: fields of versions that we don't know are left alone. */
export interface RolloutState {
  readonly reference: ObjectReference;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  /** Argo writes it as text; 0 before the controller has looked at the object. */
  readonly observedGeneration: number;
  /** Of one that refers to a Deployment: which generation of that Argo has told of here, and which its status speaks of. */
  readonly workload?: { readonly told: number; readonly observed: number };
  readonly wanted: number;
  /** As Argo writes them; they are ours unless somebody else changed them. */
  readonly steps: readonly unknown[];
  readonly pausedByHand: boolean;
  /** As the controller computed it for the generation that it observed. */
  readonly phase?: string;
  readonly message?: string;
  readonly podHash?: string;
  /** The last version that was fully promoted; equal to `podHash` when there is nothing left to do. */
  readonly stablePodHash?: string;
  readonly stepIndex?: number;
  readonly pauses: readonly PauseCondition[];
  readonly controllerPause: boolean;
  readonly abort: boolean;
  /** Set once the controller has acted upon `abort`. */
  readonly abortedAt?: string;
  readonly promoteFull: boolean;
  readonly pods: { readonly all: number; readonly updated: number; readonly ready: number; readonly available: number };
  readonly conditions: readonly RolloutCondition[];
}

export interface PauseCondition {
  readonly reason: string;
  readonly startTime?: string;
}

export interface RolloutCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export function readRollout(object: KubernetesObject): RolloutState {
  const { spec, status } = object;
  return {
    reference: referenceOf(object),
    uid: object.metadata.uid ?? '',
    resourceVersion: object.metadata.resourceVersion ?? '',
    generation: object.metadata.generation ?? 0,
    observedGeneration: Number(textAt(status, 'observedGeneration') ?? 0) || 0,
    ...readWorkload(object),
    wanted: numberAt(spec, 'replicas') ?? 1,
    steps: listAt(spec, 'strategy', 'canary', 'steps'),
    pausedByHand: recordAt(spec)['paused'] === true,
    ...optionalStatus(status),
    pauses: listAt(status, 'pauseConditions').map(readPause),
    controllerPause: recordAt(status)['controllerPause'] === true,
    abort: recordAt(status)['abort'] === true,
    promoteFull: recordAt(status)['promoteFull'] === true,
    pods: readPods(status),
    conditions: listAt(status, 'conditions').filter(isRecord).map(readCondition),
  };
}

/** Of Argo's own making: both are texts, and neither is there before it has looked. */
const workloadGeneration = 'rollout.argoproj.io/workload-generation';

function readWorkload({ metadata, spec, status }: KubernetesObject): Pick<RolloutState, 'workload'> {
  if (recordAt(spec)['workloadRef'] === undefined) return {};
  const told = Number(metadata.annotations?.[workloadGeneration] ?? 0) || 0;
  return { workload: { told, observed: Number(textAt(status, 'workloadObservedGeneration') ?? 0) || 0 } };
}

function readPods(status: unknown): RolloutState['pods'] {
  const count = (field: string): number => numberAt(status, field) ?? 0;
  return {
    all: count('replicas'),
    updated: count('updatedReplicas'),
    ready: count('readyReplicas'),
    available: count('availableReplicas'),
  };
}

function optionalStatus(status: unknown): Partial<RolloutState> {
  return defined({
    phase: textAt(status, 'phase'),
    message: textAt(status, 'message'),
    podHash: textAt(status, 'currentPodHash') || undefined,
    stablePodHash: textAt(status, 'stableRS') || undefined,
    stepIndex: numberAt(status, 'currentStepIndex'),
    abortedAt: textAt(status, 'abortedAt'),
  });
}

function readPause(value: unknown): PauseCondition {
  return { reason: textAt(value, 'reason') ?? 'unknown', ...defined({ startTime: textAt(value, 'startTime') }) };
}

function readCondition(value: Readonly<Record<string, unknown>>): RolloutCondition {
  return {
    type: textAt(value, 'type') ?? '',
    status: textAt(value, 'status') ?? '',
    ...defined({ reason: textAt(value, 'reason'), message: textAt(value, 'message') }),
  };
}

export function condition(state: RolloutState, type: string): RolloutCondition | undefined {
  return state.conditions.find((candidate) => candidate.type === type);
}

/** True when the controller has seen the object as it is: before that, phase and message speak of an older one. */
export function isObserved(state: RolloutState): boolean {
  return state.observedGeneration >= state.generation && hasSeenWorkload(state, state.workload?.told ?? 0);
}

/**
 * Whether a status speaks of that generation of the Deployment that the Rollout refers to. The generation of the Rollout does
 * not change with it, so before this nothing in the Rollout tells that there is another template.
 */
export function hasSeenWorkload({ workload }: RolloutState, generation: number): boolean {
  return workload === undefined || workload.observed >= generation;
}
