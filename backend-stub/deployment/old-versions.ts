import { configurationUsedBy } from './configuration-references.ts';
import { referenceOf, textAt } from './kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';
import { deploymentIdAnnotation } from './labels.ts';
import type { Plan } from './record.ts';
import { authoredName, nameWithoutVersion } from './versioned.ts';

/** Spinnaker's own: how many versions of a ConfigMap or Secret stay, the present one counted. */
export const historyAnnotation = 'strategy.spinnaker.io/max-version-history';

/** A ConfigMap or Secret of the plan that is named by its content, and whose author says how many of its versions stay. */
export interface Family {
  readonly present: ObjectReference;
  /** Without a version in it. */
  readonly name: string;
  readonly keep: number;
}

export function familiesOf({ objects }: Pick<Plan, 'objects'>): readonly Family[] {
  return objects.flatMap((planned) => {
    const name = authoredName(planned);
    const keep = versionsToKeep(planned.object);
    return name === undefined || keep === undefined ? [] : [{ present: referenceOf(planned.object), name, keep }];
  });
}

/** Spinnaker takes a number that is not negative for a limit, and anything else for none. */
function versionsToKeep({ metadata }: KubernetesObject): number | undefined {
  const text = metadata.annotations?.[historyAnnotation] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * Which of the live ConfigMaps and Secrets may go: versions of the family that a run of ours applied, but for the newest ones
 * that are to stay, the present one, and whatever is used. A ReplicaSet counts also when it has no pods: a rollout may go back to it.
 */
export function outdatedVersions(
  family: Family,
  live: readonly KubernetesObject[],
  users: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const { present, keep } = family;
  const used = new Set(
    users
      .filter(({ metadata }) => metadata.namespace === present.namespace)
      .flatMap(configurationUsedBy)
      .flatMap((reference) => (reference.kind === present.kind ? [reference.name] : [])),
  );
  return live
    .filter((object) => isOfFamily(object, family) && object.metadata.name !== present.name)
    .sort((left, right) => madeAt(right).localeCompare(madeAt(left)))
    .slice(Math.max(keep - 1, 0))
    .filter((object) => !used.has(object.metadata.name));
}

function isOfFamily({ kind, metadata }: KubernetesObject, { present, name }: Family): boolean {
  const isSameKind = kind === present.kind && metadata.namespace === present.namespace;
  const isOurs = metadata.annotations?.[deploymentIdAnnotation] !== undefined;
  return isSameKind && isOurs && nameWithoutVersion(metadata.name) === name;
}

/** RFC 3339 in UTC and to the second, as every API server writes it: in the order of time as text. */
function madeAt(object: KubernetesObject): string {
  return textAt(object, 'metadata', 'creationTimestamp') ?? '';
}
