import { isFields } from '../../backend-stub/contract/reading.ts';

/** Where a value stands below `deployment`: keys of objects, numbers of lists. */
export type Path = readonly (string | number)[];

/** What stands where the form would write: a value that it can not show is never written over without being asked. */
export type Seen = { readonly kind: 'absent' } | { readonly kind: 'value'; readonly value: unknown } | Misfit;

/** Something of another shape, at `path`: the place itself, or a part of the way to it. */
export interface Misfit {
  readonly kind: 'misfit';
  readonly path: Path;
  readonly value: unknown;
}

export function look(root: unknown, path: Path): Seen {
  let value = root;
  for (const [depth, key] of path.entries()) {
    if (value === undefined) return { kind: 'absent' };
    if (!holds(value, key)) return { kind: 'misfit', path: path.slice(0, depth), value };
    value = child(value, key);
  }
  return value === undefined ? { kind: 'absent' } : { kind: 'value', value };
}

/** A copy with the value at that place. Missing parts of the way are made; what has another shape stays as it is. */
export function setAt(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number')
    return Array.isArray(root) || root === undefined ? setItem(root, key, rest, value) : root;
  if (root !== undefined && !isFields(root)) return root;
  return { ...root, [key]: setAt(child(root, key), rest, value) };
}

function setItem(root: readonly unknown[] | undefined, ...[index, rest, value]: [number, Path, unknown]): unknown {
  const items = [...(root ?? [])];
  items[index] = setAt(items[index], rest, value);
  return items;
}

/** A copy without that key or item; the same value when it is not there. */
export function removeAt(root: unknown, path: Path): unknown {
  const parent = path.slice(0, -1);
  const key = path[path.length - 1];
  const seen = look(root, parent);
  if (key === undefined || seen.kind !== 'value') return root;
  if (typeof key === 'number')
    return Array.isArray(seen.value)
      ? setAt(
          root,
          parent,
          seen.value.filter((_, index) => index !== key),
        )
      : root;
  if (!isFields(seen.value)) return root;
  return setAt(root, parent, Object.fromEntries(Object.entries(seen.value).filter(([name]) => name !== key)));
}

function holds(value: unknown, key: string | number): boolean {
  return typeof key === 'number' ? Array.isArray(value) : isFields(value);
}

function child(value: unknown, key: string | number): unknown {
  if (typeof key === 'number') return Array.isArray(value) ? value[key] : undefined;
  return isFields(value) && Object.prototype.hasOwnProperty.call(value, key) ? value[key] : undefined;
}
