import { isDeepStrictEqual } from 'node:util';
import { isRecord, listAt, recordAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { changedFields, fieldsOf, isEmpty, present, union, without, type FieldSet } from './field-sets.ts';

/** One entry of `metadata.managedFields`: who owns which fields by which way of writing. */
export interface FieldOwner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: FieldSet;
  readonly subresource?: string;
}

export type Writer = Pick<FieldOwner, 'manager' | 'operation' | 'apiVersion' | 'time' | 'subresource'>;

/** What nobody owns: identity, and what the API server itself writes. */
const unowned: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'managedFields',
  'generateName',
]);

/** An object without the fields that nobody can own. */
export function ownable(object: KubernetesObject): Readonly<Record<string, unknown>> {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
  const kept = Object.entries(metadata).filter(([field]) => !unowned.has(field));
  return kept.length === 0 ? rest : { metadata: Object.fromEntries(kept), ...rest };
}

export function ownersOf(object: KubernetesObject | undefined): readonly FieldOwner[] {
  return listAt(object, 'metadata', 'managedFields').flatMap((entry) => {
    const operation = textAt(entry, 'operation');
    if (operation !== 'Apply' && operation !== 'Update') return [];
    const subresource = textAt(entry, 'subresource');
    return [
      {
        manager: textAt(entry, 'manager') ?? '',
        operation,
        apiVersion: textAt(entry, 'apiVersion') ?? '',
        time: textAt(entry, 'time') ?? '',
        fieldsType: 'FieldsV1' as const,
        fieldsV1: fieldSet(recordAt(entry, 'fieldsV1')),
        ...(subresource === undefined ? {} : { subresource }),
      },
    ];
  });
}

function fieldSet(value: Readonly<Record<string, unknown>>): FieldSet {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fieldSet(isRecord(inner) ? inner : {})]));
}

export function isSameWriter(owner: FieldOwner, writer: Writer): boolean {
  return (
    owner.manager === writer.manager && owner.operation === writer.operation && owner.subresource === writer.subresource
  );
}

/** The owners after a writer's set was replaced. The time moves only when the set does. */
export function withSet(owners: readonly FieldOwner[], writer: Writer, fieldsV1: FieldSet): readonly FieldOwner[] {
  const before = owners.find((owner) => isSameWriter(owner, writer));
  const others = owners.filter((owner) => owner !== before && !isEmpty(owner.fieldsV1));
  if (isEmpty(fieldsV1)) return others;
  if (before !== undefined && isDeepStrictEqual(before.fieldsV1, fieldsV1))
    return owners.filter((owner) => !isEmpty(owner.fieldsV1));
  return [...others, { ...writer, fieldsType: 'FieldsV1', fieldsV1 }];
}

/** The owners after a write that was no apply: what it changed is the writer's, what it removed is nobody's. */
export function afterUpdate(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  writer: Writer,
): readonly FieldOwner[] {
  const old = before === undefined ? {} : ownable(before);
  const now = ownable(after);
  const changed = changedFields('', old, now);
  const there = fieldsOf('', now);
  const kept = ownersOf(before).map((owner) => {
    const rest = isSameWriter(owner, writer) ? owner.fieldsV1 : without(owner.fieldsV1, changed);
    return { ...owner, fieldsV1: present(rest, there) };
  });
  const own = kept.find((owner) => isSameWriter(owner, writer))?.fieldsV1 ?? {};
  return withSet(kept, writer, union(own, changed));
}
