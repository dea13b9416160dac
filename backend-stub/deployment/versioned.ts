import { renameReferences } from './configuration-references.ts';
import { contentHash } from './content-hash.ts';
import { listAt, objectName, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { nameLimit } from './object-names.ts';
import type { PlannedObject } from './record.ts';

/** Spinnaker's own switch: https://spinnaker.io/docs/reference/providers/kubernetes-v2/#strategy */
export const versionedAnnotation = 'strategy.spinnaker.io/versioned';

const contentFields = ['data', 'binaryData', 'stringData', 'type', 'immutable'];
const hashLength = 10;

/** Kubernetes fills these in, or looks for them, under the name that they were made with. */
const namedByOthers: ReadonlySet<string> = new Set([
  'kubernetes.io/service-account-token',
  'bootstrap.kubernetes.io/token',
]);

/** The version of a ConfigMap or Secret that is named by its content; undefined for one that keeps its name. */
export function contentVersion(object: KubernetesObject): string | undefined {
  if (!isConfiguration(object) || object.metadata.annotations?.[versionedAnnotation] === 'false') return undefined;
  if (namedByOthers.has(textAt(object, 'type') ?? '')) return undefined;
  const content = contentFields.flatMap((field) => (object[field] === undefined ? [] : [[field, object[field]]]));
  return contentHash(Object.fromEntries(content)).slice(0, hashLength);
}

function isConfiguration({ kind }: { readonly kind: string }): boolean {
  return kind === 'ConfigMap' || kind === 'Secret';
}

export interface Versioned {
  readonly object: KubernetesObject;
  /** As its author named it. */
  readonly name: string;
  readonly version?: string;
}

export interface VersionedObjects {
  readonly objects: readonly Versioned[];
  readonly warnings: readonly string[];
}

/**
 * Names ConfigMaps and Secrets by their content, as Deploy (Manifest) versions them, and lets references follow. A pod
 * keeps what it was started with, an abort brings the old pods back to the old content, and equal content gives an equal
 * name, so that a deployment without changes changes nothing.
 */
export function nameByContent(objects: readonly KubernetesObject[]): VersionedObjects {
  const versions = objects.map((object) => ({ object, version: contentVersion(object) }));
  const names = new Map(
    versions.flatMap(({ object, version }) =>
      version === undefined ? [] : [[keyOf(object), versionedName(object, version)]],
    ),
  );
  const used = new Set<string>();
  const named = versions.map(({ object, version }): Versioned => {
    const { name } = object.metadata;
    const followed = renameReferences(object, (kind, wanted) => {
      const key = keyOf({ kind, metadata: { namespace: object.metadata.namespace ?? '', name: wanted } });
      used.add(key);
      return names.get(key);
    });
    if (version === undefined) return { object: followed, name };
    return {
      object: { ...followed, metadata: { ...followed.metadata, name: versionedName(object, version) } },
      name,
      version,
    };
  });
  return { objects: named, warnings: versions.flatMap((one) => warningsFor(one, objects, used)) };
}

export function versionedName({ metadata }: KubernetesObject, version: string): string {
  return `${metadata.name}-${version}`;
}

/** `settings` of `settings-0123456789`; undefined for a name that carries no version. */
export function nameWithoutVersion(name: string): string | undefined {
  return versionSuffix.exec(name)?.groups?.['name'];
}

/** As its author named a ConfigMap or Secret of the plan that is named by its content; undefined for all other objects. */
export function authoredName({ object, restoredByAbort }: PlannedObject): string | undefined {
  return isConfiguration(object) && restoredByAbort ? nameWithoutVersion(object.metadata.name) : undefined;
}

const versionSuffix = new RegExp(`^(?<name>.+)-[0-9a-f]{${hashLength}}$`);

/** Why a name is too long to carry its version, or undefined. */
export function versionedNameProblem(object: KubernetesObject): string | undefined {
  if (contentVersion(object) === undefined) return undefined;
  const most = nameLimit - hashLength - 1;
  if (object.metadata.name.length <= most) return undefined;
  return `Its name has ${object.metadata.name.length} characters; ${most} are allowed, since ${hashLength + 1} are added that tell its content. Shorten it, or set the annotation ${versionedAnnotation} to "false".`;
}

function keyOf({
  kind,
  metadata,
}: {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

interface Judged {
  readonly object: KubernetesObject;
  readonly version: string | undefined;
}

function warningsFor(
  { object, version }: Judged,
  objects: readonly KubernetesObject[],
  used: ReadonlySet<string>,
): readonly string[] {
  if (!isConfiguration(object)) return [];
  const name = objectName({ kind: object.kind, name: object.metadata.name });
  if (version === undefined)
    return [`${name} is applied in place: it reaches stable pods as well, and no abort restores it.`];
  const keep = `set its annotation ${versionedAnnotation} to "false" to keep the name`;
  const role = objects.find((candidate) => names(candidate, object));
  if (role !== undefined)
    return [
      `${name} is applied as ${versionedName(object, version)}, but ${objectName({ kind: role.kind, name: role.metadata.name })} gives rights to it under its own name; ${keep}.`,
    ];
  if (used.has(keyOf(object))) return [];
  return [`${name} is applied as ${versionedName(object, version)}, and nothing in these manifests uses it; ${keep}.`];
}

/** A Role that names it lets somebody read it over the API, by that name. */
function names(role: KubernetesObject, object: KubernetesObject): boolean {
  if (role.kind !== 'Role' || role.metadata.namespace !== object.metadata.namespace) return false;
  const resource = object.kind === 'ConfigMap' ? 'configmaps' : 'secrets';
  return listAt(role, 'rules').some(
    (rule) =>
      listAt(rule, 'resources').includes(resource) && listAt(rule, 'resourceNames').includes(object.metadata.name),
  );
}
