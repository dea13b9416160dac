import type { RolloutSpec } from './rollout-spec.ts';
import type { RolloutStatus } from './rollout-status.ts';

export interface Phase {
  readonly phase: string;
  readonly message: string;
}

/** The first that fits, in the controller's order (v1.10, utils/rollout). Anchored on nothing: it says what the status says. */
export function phaseOf(spec: RolloutSpec, status: RolloutStatus): Phase {
  for (const { type, reason, message } of status.conditions) {
    if (type === 'InvalidSpec') return { phase: 'Degraded', message: `InvalidSpec: ${message}` };
    if (reason === 'RolloutAborted' || reason === 'ProgressDeadlineExceeded')
      return { phase: 'Degraded', message: `${reason}: ${message}` };
  }
  if (spec.paused) return { phase: 'Paused', message: 'manually paused' };
  const [pause] = status.pauseConditions;
  if (pause !== undefined) return { phase: 'Paused', message: pause.reason };
  const missing = unfinished(spec, status);
  return missing === undefined ? { phase: 'Healthy', message: '' } : { phase: 'Progressing', message: missing };
}

function unfinished(spec: RolloutSpec, status: RolloutStatus): string | undefined {
  if (status.updatedReplicas < spec.replicas) return 'more replicas need to be updated';
  if (status.availableReplicas < status.updatedReplicas) return 'updated replicas are still becoming available';
  if (status.replicas > status.updatedReplicas) return 'old replicas are pending termination';
  const promoted = status.stableRS !== '' && status.stableRS === status.currentPodHash;
  return promoted ? undefined : 'waiting for all steps to complete';
}
