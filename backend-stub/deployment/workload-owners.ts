import { autoscalersOf } from './autoscalers.ts';
import { listAt, objectName, referenceOf, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { ownedBy } from './ownership.ts';
import type { Owned, Owner } from './ownership.ts';

/** A running Deployment, and of its namespace what may say who else has to do with it. */
export interface RunningWorkload {
  readonly deployment: KubernetesObject;
  readonly autoscalers: readonly KubernetesObject[];
  readonly rollouts: readonly KubernetesObject[];
}

/** Everybody who may start a Deployment again after it was taken over, or aim its autoscaler at it. */
export function workloadOwners({ deployment, autoscalers, rollouts }: RunningWorkload): readonly Owned[] {
  const aimed = autoscalersOf(deployment, autoscalers).Deployment;
  const marked = [deployment, ...aimed].flatMap(ownedBy);
  const others = [...makers(deployment), ...followers(deployment, rollouts)];
  return [...marked, ...others.map((owner) => ({ owner, live: deployment }))];
}

function makers(deployment: KubernetesObject): readonly Owner[] {
  return listAt(deployment, 'metadata', 'ownerReferences').map((owner) => ({
    kind: 'maker',
    name: `${textAt(owner, 'kind')} ${textAt(owner, 'name')}`,
  }));
}

/** https://argoproj.github.io/argo-rollouts/migrating/#reference-deployment-from-rollout */
function followers({ kind, metadata }: KubernetesObject, rollouts: readonly KubernetesObject[]): readonly Owner[] {
  const following = rollouts.filter(
    (one) =>
      textAt(one, 'spec', 'workloadRef', 'kind') === kind &&
      textAt(one, 'spec', 'workloadRef', 'name') === metadata.name,
  );
  return following.map((one) => ({ kind: 'rollout', name: objectName(referenceOf(one)) }));
}
