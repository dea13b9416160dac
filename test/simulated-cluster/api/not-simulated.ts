import { at, listAt, recordAt, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { kinds, type ServedKind } from './kinds.ts';
import { NotSimulated } from './refusals.ts';

const parts: readonly (readonly string[])[] = [
  ['spec', 'workloadRef'],
  ['spec', 'restartAt'],
  ['spec', 'rollbackWindow'],
  ['spec', 'analysis'],
  ['spec', 'strategy', 'blueGreen'],
  ...[
    'trafficRouting',
    'analysis',
    'antiAffinity',
    'canaryMetadata',
    'stableMetadata',
    'canaryService',
    'stableService',
    'pingPong',
    'minPodsPerReplicaSet',
    'replicaProgressThreshold',
  ].map((field) => ['spec', 'strategy', 'canary', field]),
];

/** `setCanaryScale` needs traffic routing, and without it the controller answers InvalidSpec, as the real one. */
const steps = new Set(['setWeight', 'pause', 'setCanaryScale']);

/** Throws a 501 for what the controllers here would not act upon as the real ones do. */
export function checkNotSimulated(kind: ServedKind, object: KubernetesObject): void {
  if (kind === kinds.deployment) throw new NotSimulated('how to run a Deployment');
  if (kind !== kinds.rollout) return;
  const part = parts.find((path) => at(object, ...path) !== undefined);
  if (part !== undefined) throw new NotSimulated(`${part.join('.')} of a Rollout`);
  for (const step of listAt(object, 'spec', 'strategy', 'canary', 'steps')) {
    const unknown = Object.keys(recordAt(step)).find((field) => !steps.has(field));
    if (unknown !== undefined) throw new NotSimulated(`${unknown} as a step of a Rollout`);
  }
}
