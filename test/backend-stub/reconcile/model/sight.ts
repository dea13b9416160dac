import type { SeenRollout } from '../../../../backend-stub/contract/decision.ts';
import { numberAt, textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { ModelCluster } from './cluster.ts';
import type { RolloutName, Sight } from './history.ts';

/** What somebody saw who decides now. */
export function sightOf(
  saw: Sight,
  { cluster, rollouts }: { readonly cluster: ModelCluster; readonly rollouts: readonly RolloutName[] },
): readonly SeenRollout[] {
  if (saw === 'nothing') return [];
  if (saw === 'other') return [{ rollout: 'another', podHash: 'abc', stepIndex: 1 }];
  return rollouts.map((rollout) => {
    const live = cluster.rollout(rollout);
    const stepIndex = numberAt(live, 'status', 'currentStepIndex') ?? 0;
    const podHash = textAt(live, 'status', 'currentPodHash') ?? '';
    if (saw === 'earlierStep') return { rollout, podHash, stepIndex: Math.max(stepIndex - 1, 0) };
    return { rollout, podHash: saw === 'earlierVersion' ? 'earlier' : podHash, stepIndex };
  });
}
