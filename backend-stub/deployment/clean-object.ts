import { isRecord } from './kubernetes-object.ts';
import type { KubernetesObject, ObjectMetadata } from './kubernetes-object.ts';

/** Written by the API server; in a manifest they come from `kubectl get -o yaml`, and applying some of them fails. */
const serverMetadata: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** Bookkeeping of kubectl and of the Deployment controller about another object than the one we apply. */
export function isBookkeeping(annotation: string): boolean {
  return (
    annotation === 'kubectl.kubernetes.io/last-applied-configuration' ||
    annotation.startsWith('deployment.kubernetes.io/')
  );
}

/** A manifest without what a server wrote into it, without nulls, and without empty maps that mean nothing. */
export function cleanObject(object: KubernetesObject): KubernetesObject {
  const { status: _status, ...rest } = withoutNulls(object);
  return { ...rest, apiVersion: object.apiVersion, kind: object.kind, metadata: cleanMetadata(object.metadata) };
}

function cleanMetadata({ name, ...metadata }: ObjectMetadata): ObjectMetadata {
  const kept = Object.entries(withoutNulls(metadata)).filter(
    ([key, value]) => !serverMetadata.has(key) && !isEmptyMap(value),
  );
  const { annotations, ...rest } = Object.fromEntries(kept);
  const left = isRecord(annotations) ? Object.entries(annotations).filter(([key]) => !isBookkeeping(key)) : [];
  return left.length === 0 ? { ...rest, name } : { ...rest, name, annotations: texts(left) };
}

function texts(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}

/** To Kubernetes null is absent; sent in an apply, it would claim the field for us. */
function withoutNulls(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, nullsRemoved(inner)]])),
  );
}

function nullsRemoved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullsRemoved);
  return isRecord(value) ? withoutNulls(value) : value;
}

/**
 * Fields of a pod template that say nothing when they are empty. The Rollouts controller writes the whole object back
 * and drops or adds such fields, so that every apply of them would be a new generation (reference: 2.3). Fields whose
 * emptiness has a meaning stay: `emptyDir: {}`, `podSelector: {}`, `labelSelector: {}`, `capabilities: {}`.
 */
const emptyIsAbsent: ReadonlySet<string> = new Set([
  'affinity',
  'annotations',
  'args',
  'command',
  'env',
  'envFrom',
  'hostAliases',
  'imagePullSecrets',
  'initContainers',
  'labels',
  'limits',
  'nodeSelector',
  'ports',
  'requests',
  'resources',
  'securityContext',
  'tolerations',
  'topologySpreadConstraints',
  'volumeMounts',
  'volumes',
]);

/** A pod template without empty fields that mean nothing; `value: ""` of a variable is one too (measured: dropped). */
export function cleanTemplate(template: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const cleaned = Object.entries(template).map(([key, value]): [string, unknown] => [key, cleanTemplateValue(value)]);
  return Object.fromEntries(
    cleaned.filter(([key, value]) => !(emptyIsAbsent.has(key) && isEmpty(value)) && !(key === 'value' && value === '')),
  );
}

function cleanTemplateValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleanTemplateValue);
  return isRecord(value) ? cleanTemplate(value) : value;
}

function isEmptyMap(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isEmptyMap(value);
}
