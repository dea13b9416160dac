import { isRecord, type KubernetesObject } from './kubernetes-object.ts';
import type { Plan } from './record.ts';

/** The only fields of a Secret that may be kept in clear; `metadata` without the copy that kubectl makes of the whole. */
export const clearFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'type', 'immutable']);

/** kubectl keeps the whole last manifest there, the data of a Secret included. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object in two parts: what may be read by everybody, and what may not. */
export interface SplitObject {
  readonly clear: KubernetesObject;
  readonly secret: SecretPart;
}

export interface SecretPart {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly lastApplied?: string;
}

/** Takes the secret part out of a Secret; undefined for every other kind and for a Secret without data. */
export function splitSecret(object: KubernetesObject): SplitObject | undefined {
  if (object.kind !== 'Secret') return undefined;
  const { apiVersion, kind } = object;
  const { lastApplied, metadata } = splitMetadata(object);
  const entries = Object.entries(object);
  const fields = Object.fromEntries(entries.filter(([field, value]) => !clearFields.has(field) && !isEmpty(value)));
  if (Object.keys(fields).length === 0 && lastApplied === undefined) return undefined;
  const rest = Object.fromEntries(entries.filter(([field]) => !(field in fields)));
  return {
    clear: { ...rest, apiVersion, kind, metadata },
    secret: lastApplied === undefined ? { fields } : { fields, lastApplied },
  };
}

/** The inverse of `splitSecret`. */
export function joinSecret({ clear, secret }: SplitObject): KubernetesObject {
  const { apiVersion, kind, metadata } = clear;
  if (secret.lastApplied === undefined) return { ...clear, ...secret.fields, apiVersion, kind, metadata };
  const annotations = { ...metadata.annotations, [lastAppliedAnnotation]: secret.lastApplied };
  return { ...clear, ...secret.fields, apiVersion, kind, metadata: { ...metadata, annotations } };
}

/** True when the plan can't be kept without a sealing key. */
export function holdsSecretData(plan: Plan): boolean {
  return plan.objects.some(({ object }) => splitSecret(object) !== undefined);
}

function splitMetadata({ metadata }: KubernetesObject): {
  lastApplied: string | undefined;
  metadata: KubernetesObject['metadata'];
} {
  const { [lastAppliedAnnotation]: lastApplied, ...annotations } = metadata.annotations ?? {};
  return lastApplied === undefined
    ? { lastApplied, metadata }
    : { lastApplied, metadata: { ...metadata, annotations } };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (isRecord(value) && Object.keys(value).length === 0);
}
