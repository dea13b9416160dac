import { problem } from '../contract/refusal.ts';
import type { Problem } from '../contract/refusal.ts';
import { groupOf, isClusterWide } from './kinds.ts';
import { objectName } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { manifestPlace } from './parse-manifests.ts';
import type { Manifest } from './parse-manifests.ts';

/** The part of an account that a plan depends on. */
export interface TargetAccount {
  readonly name: string;
  /** Namespaces a deployment may touch; undefined: all. */
  readonly namespaces?: readonly string[];
  readonly defaultNamespace?: string;
}

export interface Placed {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

/**
 * Gives every object its namespace: the stage's override, else its own, else the account's default, else it is refused.
 * What is about the whole cluster has none, and is for accounts only that are not kept to namespaces.
 */
export function placeInNamespaces(
  manifests: readonly Manifest[],
  account: TargetAccount,
  override: string | undefined,
): Placed {
  if (override !== undefined && !isAllowed(account, override)) {
    return {
      manifests: [],
      problems: [problem('deployment.targets[0].namespaceOverride', notAllowed(account, override))],
    };
  }
  const problems: Problem[] = [];
  const placed: Manifest[] = [];
  for (const manifest of manifests) {
    const { object } = manifest;
    if (isClusterWide(object)) {
      if (account.namespaces !== undefined)
        problems.push(problem(manifestPlace(manifest), keptToNamespaces(account, object)));
      placed.push({ ...manifest, object: withoutNamespace(object) });
      continue;
    }
    const namespace = override ?? object.metadata.namespace ?? account.defaultNamespace;
    if (namespace === undefined) problems.push(problem(manifestPlace(manifest), nowhere(account)));
    else if (!isAllowed(account, namespace))
      problems.push(problem(manifestPlace(manifest), notAllowed(account, namespace)));
    else placed.push({ ...manifest, object: { ...object, metadata: { ...object.metadata, namespace } } });
  }
  return { manifests: placed, problems: [...problems, ...duplicates(placed)] };
}

function isAllowed({ namespaces }: TargetAccount, namespace: string): boolean {
  return namespaces === undefined || namespaces.includes(namespace);
}

function notAllowed({ name, namespaces = [] }: TargetAccount, namespace: string): string {
  const allowed = namespaces.length === 0 ? 'none' : namespaces.join(', ');
  return `Account ${name} does not allow namespace ${namespace}; it allows ${allowed}. An operator can change that in the service's configuration.`;
}

function keptToNamespaces({ name, namespaces = [] }: TargetAccount, { kind }: KubernetesObject): string {
  const kept = namespaces.length === 0 ? 'no namespace at all' : `namespaces: ${namespaces.join(', ')}`;
  return (
    `A ${kind} is there for the whole cluster, and account ${name} is kept to ${kept}. ` +
    `Apply it by a Deploy (Manifest) stage before this one; or an operator can lift the limit in the service's configuration.`
  );
}

/** As the API server does: a namespace on such an object means nothing. */
function withoutNamespace(object: KubernetesObject): KubernetesObject {
  const { namespace: _meansNothing, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function nowhere({ name }: TargetAccount): string {
  return `It names no namespace, and account ${name} has no default one; set metadata.namespace, or the stage's namespaceOverride.`;
}

/** Only known here: two objects of different namespaces become one under an override. */
function duplicates(manifests: readonly Manifest[]): readonly Problem[] {
  const first = new Map<string, Manifest>();
  const problems: Problem[] = [];
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest.object;
    const key = [groupOf(apiVersion), kind, metadata.namespace, metadata.name].join('/');
    const before = first.get(key);
    if (before === undefined) first.set(key, manifest);
    else
      problems.push(
        problem(
          manifestPlace(manifest),
          `${objectName({ kind, ...metadata })} stands in document ${before.document}, line ${before.line}, already; keep one of them.`,
        ),
      );
  }
  return problems;
}
