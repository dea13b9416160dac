import type { KubernetesObject } from './kubernetes-object.ts';
import { contentVersion } from './versioned.ts';
import type { Manifest } from './parse-manifests.ts';

/**
 * The first line of what its author wrote of an object of the plan, or undefined when it is not found again. A plan keeps no
 * lines, since it is kept and compared: the same objects written elsewhere are the same plan.
 */
export function lineOf({ kind, metadata }: KubernetesObject, manifests: readonly Manifest[]): number | undefined {
  const written = kind === 'Rollout' ? 'Deployment' : kind;
  const candidates = manifests.filter(({ object }) => object.kind === written && names(object).includes(metadata.name));
  const [only, another] = candidates;
  return another === undefined ? only?.line : undefined;
}

/** As it is written, and as it is applied when it is named by its content. */
function names(object: KubernetesObject): readonly string[] {
  const { name } = object.metadata;
  const version = contentVersion(object);
  return version === undefined ? [name] : [name, `${name}-${version}`];
}
