import { at, listAt, objectName, referenceOf, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

export const definitionKind = 'CustomResourceDefinition';

/** What a CustomResourceDefinition says about the objects of its kind. */
export interface Definition {
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** Only those that are served. */
  readonly versions: readonly string[];
}

/** Undefined for every other kind, and for a definition that lacks what objects of it are known by. */
export function readDefinition(object: KubernetesObject): Definition | undefined {
  if (object.kind !== definitionKind) return undefined;
  const group = textAt(object, 'spec', 'group');
  const kind = textAt(object, 'spec', 'names', 'kind');
  const scope = textAt(object, 'spec', 'scope');
  if (group === undefined || kind === undefined || (scope !== 'Namespaced' && scope !== 'Cluster')) return undefined;
  const served = listAt(object, 'spec', 'versions').filter((version) => at(version, 'served') === true);
  const versions = served.flatMap((version) => textAt(version, 'name') ?? []);
  return { name: object.metadata.name, group, kind, scope, versions };
}

/** Why a definition is not applied; undefined when it may be, and always for every other kind. */
export function definitionProblem(object: KubernetesObject): string | undefined {
  if (object.kind !== definitionKind) return undefined;
  const definition = readDefinition(object);
  if (definition === undefined)
    return 'spec.group, spec.names.kind and spec.scope (Namespaced or Cluster) must be there, or nobody could tell which objects are of its kind.';
  const owner = ownerOfGroup(definition.group);
  if (owner === undefined) return undefined;
  return `It defines a kind of ${definition.group}, which is ${owner}'s; an operator installs that outside of deployments.`;
}

const owners: readonly (readonly [domain: string, owner: string])[] = [
  ['k8s.io', 'Kubernetes'],
  ['kubernetes.io', 'Kubernetes'],
  ['argoproj.io', 'Argo'],
];

/** Whose an API group is that no deployment may touch: what the whole cluster, or the deployment itself, stands on. */
export function ownerOfGroup(group: string): string | undefined {
  return owners.find(([domain]) => group === domain || group.endsWith(`.${domain}`))?.[1];
}

/** Conditions that must hold before objects of the kind can be made, and the one that tells what else is wrong. */
const wanted: Readonly<Record<string, string>> = {
  NamesAccepted: 'True',
  Established: 'True',
  NonStructuralSchema: 'False',
};

/** Why objects of a live definition can't be made yet, in the API server's own words; undefined when they can. */
export function notEstablished(live: KubernetesObject): string | undefined {
  const name = objectName(referenceOf(live));
  if (live.metadata.deletionTimestamp !== undefined) return `${name} is being deleted.`;
  const conditions = listAt(live, 'status', 'conditions');
  const holds = (type: string): boolean =>
    conditions.some((one) => textAt(one, 'type') === type && textAt(one, 'status') === 'True');
  if (holds('NamesAccepted') && holds('Established')) return undefined;
  const words = conditions.flatMap((condition) => {
    const type = textAt(condition, 'type') ?? '';
    if (!Object.hasOwn(wanted, type) || textAt(condition, 'status') === wanted[type]) return [];
    return [`${type}: ${textAt(condition, 'message') ?? ''} (${textAt(condition, 'reason') ?? ''})`];
  });
  return words.length === 0 ? `${name} is not established yet.` : `${name} is not established: ${words.join('; ')}.`;
}
