import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { itemKey, shapeOf } from './shapes.ts';

/**
 * Fields of an object as `metadata.managedFields[].fieldsV1` has them: `f:name` is a field, `k:{…}` an item of a list by
 * its keys, `.` the item itself. Without anything inside it is a field that is owned as a whole.
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

export const none: FieldSet = {};

export function isEmpty(set: FieldSet): boolean {
  return Object.keys(set).length === 0;
}

/** The parts of a value with the element that each has in a set. Empty for what is owned as a whole. */
export function parts(field: string, value: unknown): ReadonlyMap<string, readonly [field: string, value: unknown]> {
  const shape = shapeOf(field, value);
  if (shape.type === 'map' && isRecord(value)) {
    const set = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return new Map(set.map(([name, inner]) => [`f:${name}`, [name, inner]]));
  }
  if (shape.type === 'items' && Array.isArray(value)) {
    const list = value.filter(isRecord);
    return new Map(list.map((item) => [`k:${itemKey(item, shape.keys)}`, ['', item]]));
  }
  return new Map();
}

export function fieldsOf(field: string, value: unknown): FieldSet {
  const set: Record<string, FieldSet> = {};
  for (const [element, [name, inner]] of parts(field, value)) {
    const below = fieldsOf(name, inner);
    set[element] = element.startsWith('k:') ? { '.': none, ...below } : below;
  }
  return set;
}

/** Fields of `after` that are not in `before` or have another value there. */
export function changedFields(field: string, before: unknown, after: unknown): FieldSet {
  const set: Record<string, FieldSet> = {};
  const old = parts(field, before);
  for (const [element, [name, inner]] of parts(field, after)) {
    const [, was] = old.get(element) ?? ['', undefined];
    if (isDeepStrictEqual(was, inner)) continue;
    const whole = parts(name, inner).size === 0 || parts(name, was).size === 0;
    const below = whole ? fieldsOf(name, inner) : changedFields(name, was, inner);
    if (whole || !isEmpty(below))
      set[element] = old.has(element) || !element.startsWith('k:') ? below : { '.': none, ...below };
  }
  return set;
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  const set: Record<string, FieldSet> = { ...left };
  for (const [element, below] of Object.entries(right)) {
    const own = set[element];
    set[element] = own === undefined ? below : union(own, below);
  }
  return set;
}

/** Without the fields of `taken`. A field that holds others goes when none of them is left. */
export function without(set: FieldSet, taken: FieldSet): FieldSet {
  const left: Record<string, FieldSet> = {};
  for (const [element, below] of Object.entries(set)) {
    const gone = taken[element];
    // Something inside a field that is owned as a whole is no part of it.
    const kept = gone === undefined || (isEmpty(below) && !isEmpty(gone));
    if (kept) left[element] = below;
    if (kept || isEmpty(gone)) continue;
    const rest = without(below, gone);
    if (!isEmpty(rest)) left[element] = rest;
  }
  return left;
}

/** Without every field that is no longer there. */
export function present(set: FieldSet, there: FieldSet): FieldSet {
  const left: Record<string, FieldSet> = {};
  for (const [element, below] of Object.entries(set)) {
    const found = there[element];
    if (found === undefined) continue;
    if (isEmpty(below) || isEmpty(found)) left[element] = below;
    else {
      const rest = present(below, found);
      if (!isEmpty(rest)) left[element] = rest;
    }
  }
  return left;
}

/** `.spec.containers[name="web"].image` for every field. */
export function fieldPaths(set: FieldSet, above = ''): readonly string[] {
  return Object.entries(set).flatMap(([element, below]) => {
    if (element === '.') return [above];
    const path = above + (element.startsWith('f:') ? `.${element.slice(2)}` : itemPath(element.slice(2)));
    return isEmpty(below) ? [path] : fieldPaths(below, path);
  });
}

function itemPath(keys: string): string {
  const parsed: unknown = JSON.parse(keys);
  const entries = isRecord(parsed) ? Object.entries(parsed) : [];
  return `[${entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}
