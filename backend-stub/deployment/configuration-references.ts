import { isRecord } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

export type ConfigurationKind = 'ConfigMap' | 'Secret';

/** The name to write for a ConfigMap or Secret of this name, or undefined to leave the reference alone. */
export type Rename = (kind: ConfigurationKind, name: string) => string | undefined;

interface ReferenceShape {
  readonly kind: ConfigurationKind;
  readonly names: readonly string[];
}

/**
 * Every field by which a pod names a ConfigMap or a Secret (core/v1 PodSpec): environment, envFrom, volumes (also
 * projected, CSI, Azure and the old in-tree ones) and pull secrets. A PodSpec has no other fields of these names.
 */
const shapes: Readonly<Record<string, ReferenceShape>> = {
  configMap: { kind: 'ConfigMap', names: ['name'] },
  configMapKeyRef: { kind: 'ConfigMap', names: ['name'] },
  configMapRef: { kind: 'ConfigMap', names: ['name'] },
  secret: { kind: 'Secret', names: ['secretName', 'name'] },
  secretKeyRef: { kind: 'Secret', names: ['name'] },
  secretRef: { kind: 'Secret', names: ['name'] },
  nodePublishSecretRef: { kind: 'Secret', names: ['name'] },
  azureFile: { kind: 'Secret', names: ['secretName'] },
  imagePullSecrets: { kind: 'Secret', names: ['name'] },
  /** Of an Ingress. */
  tls: { kind: 'Secret', names: ['secretName'] },
};

export interface ConfigurationReference {
  readonly kind: ConfigurationKind;
  readonly name: string;
}

/** Every ConfigMap and Secret of its namespace that it names. */
export function configurationUsedBy(object: KubernetesObject): readonly ConfigurationReference[] {
  const used: ConfigurationReference[] = [];
  renameReferences(object, (kind, name) => {
    used.push({ kind, name });
    return undefined;
  });
  return used;
}

/**
 * An object whose references are renamed: the pods of a Rollout, the certificates of an Ingress (Clouddriver leaves those
 * behind) and the pull secrets of a ServiceAccount.
 */
export function renameReferences(object: KubernetesObject, rename: Rename): KubernetesObject {
  switch (object.kind) {
    case 'Rollout':
    case 'Deployment':
    case 'ReplicaSet':
      return withSpec(object, renamedTemplate(object['spec'], rename));
    case 'Pod':
    case 'Ingress':
      return withSpec(object, renamed(object['spec'], rename));
    case 'ServiceAccount': {
      const pulls = renamedField('imagePullSecrets', object['imagePullSecrets'], rename);
      return pulls === undefined ? object : { ...object, imagePullSecrets: pulls };
    }
    default:
      return object;
  }
}

function withSpec(object: KubernetesObject, spec: unknown): KubernetesObject {
  return spec === undefined ? object : { ...object, spec };
}

function renamedTemplate(spec: unknown, rename: Rename): unknown {
  if (!isRecord(spec) || !isRecord(spec['template'])) return spec;
  const { template } = spec;
  return { ...spec, template: { ...template, spec: renamed(template['spec'], rename) } };
}

function renamed(value: unknown, rename: Rename): unknown {
  if (Array.isArray(value)) return value.map((inner) => renamed(inner, rename));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamedField(key, inner, rename)]));
}

function renamedField(key: string, value: unknown, rename: Rename): unknown {
  const deep = renamed(value, rename);
  const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
  if (shape === undefined) return deep;
  return Array.isArray(deep) ? deep.map((item) => named(item, shape, rename)) : named(deep, shape, rename);
}

function named(value: unknown, { kind, names }: ReferenceShape, rename: Rename): unknown {
  if (!isRecord(value)) return value;
  const changed = names.flatMap((field) => {
    const name = value[field];
    const next = typeof name === 'string' ? rename(kind, name) : undefined;
    return next === undefined ? [] : [[field, next]];
  });
  return { ...value, ...Object.fromEntries(changed) };
}
