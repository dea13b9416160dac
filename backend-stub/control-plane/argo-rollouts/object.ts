import { at, isRecord, listAt, textAt, type KubernetesObject } from '../../deployment/kubernetes-object.ts';

/** The parts of an object that our types promise; all else in it stays unknown. */
export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return (
    isRecord(value) &&
    isText(value['apiVersion']) &&
    isText(value['kind']) &&
    isText(at(value, 'metadata', 'name')) &&
    optionalTexts.every((field) => isOptional(at(value, 'metadata', field), isText)) &&
    isOptional(at(value, 'metadata', 'generation'), isNumber) &&
    isOptional(at(value, 'metadata', 'labels'), isTexts) &&
    isOptional(at(value, 'metadata', 'annotations'), isTexts)
  );
}

const optionalTexts = ['namespace', 'uid', 'resourceVersion', 'deletionTimestamp'] as const;
const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isTexts = (value: unknown): boolean => isRecord(value) && Object.values(value).every(isText);
const isOptional = (value: unknown, is: (value: unknown) => boolean): boolean => value === undefined || is(value);

export interface ObjectList {
  readonly items: readonly KubernetesObject[];
  readonly resourceVersion: string | undefined;
  readonly next: string | undefined;
}

/** A list's items don't repeat what they are. Undefined when the answer is no list of objects. */
export function objectList(
  body: unknown,
  type: { readonly apiVersion: string; readonly kind: string },
): ObjectList | undefined {
  if (!isRecord(body) || !Array.isArray(body['items'])) return undefined;
  const items: KubernetesObject[] = [];
  for (const item of listAt(body, 'items')) {
    const whole: unknown = isRecord(item) ? { ...type, ...item } : item;
    if (!isKubernetesObject(whole)) return undefined;
    items.push(whole);
  }
  const next = textAt(body, 'metadata', 'continue');
  return { items, resourceVersion: textAt(body, 'metadata', 'resourceVersion'), next: next === '' ? undefined : next };
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** A rollout as the watch keeps it: what decisions read, without the pod template and the lists of field managers. */
export function trimmed(object: KubernetesObject): KubernetesObject {
  const { managedFields: _managedFields, annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([name]) => name !== lastApplied);
  const spec = object['spec'];
  const slim = isRecord(spec)
    ? { spec: Object.fromEntries(Object.entries(spec).filter(([field]) => field !== 'template')) }
    : {};
  return { ...object, ...slim, metadata: { ...metadata, annotations: Object.fromEntries(kept) } };
}
