import type { RolloutReport } from '../../../backend-stub/contract/report.ts';
import { aDeployment } from '../store/a-deployment.ts';
import type { StageChanges, StageDeployment } from '../store/a-deployment.ts';

export interface Waits {
  readonly requiresRoles?: readonly string[];
  readonly rollouts?: readonly RolloutReport[];
  readonly changes?: StageChanges;
}

/** A Rollout that waits at its second step for an approval. */
export function waitingRollout(changes: Partial<RolloutReport> = {}): RolloutReport {
  return {
    name: 'web',
    namespace: 'shop',
    situation: 'waiting',
    sentence: 'Rollout web in shop waits at step 2 of 2 for approval.',
    podHash: '5d7c9f',
    stablePodHash: '6bb4b88d8',
    stepIndex: 1,
    firstDeployment: false,
    weight: { planned: 25, actual: 25 },
    pods: { wanted: 4, updated: 1, ready: 4, available: 4 },
    images: ['registry.example.com/web:2'],
    troubles: [],
    waiting: { reason: 'approval', requiresRoles: [] },
    ...changes,
  };
}

/** A deployment whose rollouts wait for an approval, as it is kept after the look that saw it. */
export function waitingDeployment({ requiresRoles = [], rollouts, changes = {} }: Waits = {}): StageDeployment {
  const record = aDeployment(changes);
  const reference = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' };
  const steps = [{ setWeight: { weight: 25 } }, { pause: { untilApproved: true, requiresRoles } }] as const;
  return {
    ...record,
    policy: { ...record.policy, steps },
    applied: [{ reference, uid: '3abec48f-1c17-4349-87e5-de6ac34d1b0c', generation: 2 }],
    rollouts: rollouts ?? [waitingRollout({ waiting: { reason: 'approval', requiresRoles } })],
    phase: 'waiting',
  };
}
