import { configurationUsedBy } from './configuration-references.ts';
import { referenceOf } from './kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';
import type { PlannedObject } from './record.ts';
import { authoredName, nameWithoutVersion } from './versioned.ts';

/**
 * The configuration that a content-named object takes the place of: what a Rollout of its namespace uses now under the
 * same name and another version. Undefined for all other objects, and where none is used.
 */
export function predecessorOf(
  planned: PlannedObject,
  rollouts: readonly KubernetesObject[],
): ObjectReference | undefined {
  const { kind, namespace, name } = referenceOf(planned.object);
  const base = authoredName(planned);
  if (base === undefined) return undefined;
  const used = rollouts
    .filter((rollout) => rollout.metadata.namespace === namespace)
    .flatMap((rollout) => configurationUsedBy(rollout).flatMap((used) => (used.kind === kind ? [used.name] : [])));
  const old = used.find((candidate) => candidate !== name && nameWithoutVersion(candidate) === base);
  return old === undefined ? undefined : { ...referenceOf(planned.object), name: old };
}
