import {
  listAt,
  numberAt,
  recordAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastUpdateTime: string;
  readonly lastTransitionTime: string;
}

export interface Pause {
  readonly reason: string;
  readonly startTime: string;
}

/** `status` of a Rollout. As in Go, what is absent is empty text, zero or false. */
export interface RolloutStatus {
  readonly observedGeneration: string;
  readonly phase: string;
  readonly message: string;
  readonly currentPodHash: string;
  readonly currentStepHash: string;
  readonly currentStepIndex: number | undefined;
  readonly stableRS: string;
  readonly pauseConditions: readonly Pause[];
  readonly controllerPause: boolean;
  readonly abort: boolean;
  readonly abortedAt: string;
  readonly promoteFull: boolean;
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly HPAReplicas: number;
  readonly selector: string;
  readonly conditions: readonly Condition[];
}

export function readStatus(rollout: KubernetesObject): RolloutStatus {
  const status = recordAt(rollout, 'status');
  const text = (field: string): string => textAt(status, field) ?? '';
  const count = (field: string): number => numberAt(status, field) ?? 0;
  return {
    observedGeneration: text('observedGeneration'),
    phase: text('phase'),
    message: text('message'),
    currentPodHash: text('currentPodHash'),
    currentStepHash: text('currentStepHash'),
    currentStepIndex: numberAt(status, 'currentStepIndex'),
    stableRS: text('stableRS'),
    pauseConditions: listAt(status, 'pauseConditions').map(readPause),
    controllerPause: status['controllerPause'] === true,
    abort: status['abort'] === true,
    abortedAt: text('abortedAt'),
    promoteFull: status['promoteFull'] === true,
    replicas: count('replicas'),
    updatedReplicas: count('updatedReplicas'),
    readyReplicas: count('readyReplicas'),
    availableReplicas: count('availableReplicas'),
    HPAReplicas: count('HPAReplicas'),
    selector: text('selector'),
    conditions: listAt(status, 'conditions').map(readCondition),
  };
}

function readPause(value: unknown): Pause {
  return { reason: textAt(value, 'reason') ?? '', startTime: textAt(value, 'startTime') ?? '' };
}

function readCondition(value: unknown): Condition {
  const text = (field: string): string => textAt(value, field) ?? '';
  const status = text('status');
  return {
    type: text('type'),
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    reason: text('reason'),
    message: text('message'),
    lastUpdateTime: text('lastUpdateTime'),
    lastTransitionTime: text('lastTransitionTime'),
  };
}

/** As Argo writes it: what is empty is left out, except the step that it is at. */
export function statusObject(status: RolloutStatus): Readonly<Record<string, unknown>> {
  const set = Object.entries(status).filter(([field, value]) =>
    field === 'currentStepIndex' ? value !== undefined : !isNothing(value),
  );
  return { ...Object.fromEntries(set), blueGreen: {}, canary: {} };
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === '' || value === 0 || value === false || value === undefined;
}
