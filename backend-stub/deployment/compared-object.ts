import canonicalize from 'canonicalize';
import { cleanObject } from './clean-object.ts';
import { isRecord } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { deploymentIdAnnotation, executionAnnotation } from './labels.ts';
import { clearFields } from './secret-data.ts';

/** An object before and after an apply, without what only the API server writes, and without the values of Secrets. */
export interface ComparedObject {
  /** Undefined where there was none. */
  readonly before?: KubernetesObject;
  readonly after: KubernetesObject;
}

/** Makes two states of an object comparable, and fit to be kept and shown: values of Secrets become words. */
export function compareObjects(before: KubernetesObject | undefined, after: KubernetesObject): ComparedObject {
  const there = comparable(after);
  if (before === undefined) return { after: hideValues(there) };
  const here = comparable(before);
  return { before: masked(here, there, 'old value'), after: masked(there, here, 'new value') };
}

export function isSame(left: unknown, right: unknown): boolean {
  return canonicalize(left) === canonicalize(right);
}

/** Which run applied it is no difference: every run would be one. */
export function comparable(object: KubernetesObject): KubernetesObject {
  const clean = cleanObject(object);
  const { annotations, ...metadata } = clean.metadata;
  const { [deploymentIdAnnotation]: _run, [executionAnnotation]: _execution, ...kept } = annotations ?? {};
  return { ...clean, metadata: Object.keys(kept).length === 0 ? metadata : { ...metadata, annotations: kept } };
}

/** An object by itself, with a word for every value of a Secret, also where that is a word already. */
export function hideValues(object: KubernetesObject): KubernetesObject {
  return masked(object, undefined, 'new value');
}

function masked(object: KubernetesObject, other: KubernetesObject | undefined, word: string): KubernetesObject {
  if (object.kind !== 'Secret') return object;
  const { apiVersion, kind, metadata } = object;
  const fields = Object.entries(object).map(([field, value]): readonly [string, unknown] =>
    clearFields.has(field) ? [field, value] : [field, maskedField(value, other?.[field], word)],
  );
  return { ...Object.fromEntries<unknown>(fields), apiVersion, kind, metadata };
}

function maskedField(value: unknown, other: unknown, word: string): unknown {
  if (!isRecord(value)) return hidden(value, other, word);
  const beside = isRecord(other) ? other : {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner, beside[key], word)]));
}

/** That it changes is told, nothing else about it: not even its length. */
function hidden(value: unknown, other: unknown, word: string): string {
  return other === undefined || isSame(value, other) ? '(hidden)' : `(hidden, ${word})`;
}
