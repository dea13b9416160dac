import { ownerOfGroup } from './definitions.ts';
import type { Definition } from './definitions.ts';
import type { KindRule } from './kinds.ts';
import { at, isRecord, objectName, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** Custom resources go after all that they may name, and before the first new pod. */
const customOrder = 95;

export interface AskedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Groups of Kubernetes' own kinds have no dot; a definition's must have one (the API server's rule). */
export function isCustomGroup(group: string): boolean {
  return group.includes('.') && ownerOfGroup(group) === undefined;
}

/**
 * The rule for a kind that somebody defined. What the manifest itself defines is judged by that; of all else only the
 * cluster knows whether it serves it, and whether its objects have a namespace.
 */
export function customRule(asked: AskedKind, definitions: readonly Definition[]): KindRule {
  const { group, version, kind } = asked;
  const definition = definitions.find((one) => one.group === group && one.kind === kind);
  if (definition?.scope === 'Cluster')
    return {
      treatment: 'refused',
      why: 'by its definition it belongs to the whole cluster and to no namespace; an operator applies it outside of deployments.',
    };
  if (definition !== undefined && !definition.versions.includes(version))
    return {
      treatment: 'refused',
      why: `its apiVersion is ${group}/${version}; its definition serves ${definition.versions.join(', ') || 'none'}.`,
    };
  return {
    treatment: 'applied',
    awaited: 'exists',
    scope: 'namespace',
    spinnakerKind: `${kind}.${group}`,
    order: customOrder,
    versioned: false,
    ...(definition === undefined ? {} : { definedBy: definition.name }),
  };
}

/** The Deployment becomes a Rollout, and only its author knows what a custom resource meant by naming it. */
export function deploymentReferenceWarnings(
  object: KubernetesObject,
  deployments: readonly KubernetesObject[],
): readonly string[] {
  const { kind, metadata } = object;
  return deployments
    .filter((deployment) => deployment.metadata.namespace === metadata.namespace)
    .filter((deployment) => refersTo(object['spec'], deployment.metadata.name))
    .map(
      (deployment) =>
        `${objectName({ kind, name: metadata.name })} refers to Deployment ${deployment.metadata.name}, which becomes a Rollout (argoproj.io/v1alpha1): name that instead.`,
    );
}

/** KEDA means a Deployment where a `scaleTargetRef` has no kind. */
function refersTo(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return value.some((inner) => refersTo(inner, name));
  if (!isRecord(value)) return false;
  const target = value['scaleTargetRef'];
  if (textAt(target, 'name') === name && at(target, 'kind') === undefined) return true;
  return (
    (value['kind'] === 'Deployment' && value['name'] === name) ||
    Object.values(value).some((inner) => refersTo(inner, name))
  );
}
