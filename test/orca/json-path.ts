import { isObject } from './json.ts';
import type { Json } from './json.ts';

/** The paths that a webhook's configuration uses: `$.a.b`, `$['a']`, `$.a[0]`. Others are not evaluated here. */
export class UnsupportedJsonPath extends Error {
  override name = 'UnsupportedJsonPath' as const;
}

export type JsonPathResult =
  { readonly kind: 'found'; readonly value: Json } | { readonly kind: 'missing'; readonly canonicalPath: string };

const segment = /\.([A-Za-z_][\w-]*)|\['([^']+)'\]|\[(\d+)\]/y;

export function readPath(body: Json | undefined, path: string): JsonPathResult {
  let value = body;
  for (const key of segments(path)) {
    value = child(value, key);
    if (value === undefined) return { kind: 'missing', canonicalPath: canonical(path) };
  }
  return value === undefined ? { kind: 'missing', canonicalPath: canonical(path) } : { kind: 'found', value };
}

function child(value: Json | undefined, key: string | number): Json | undefined {
  if (isObject(value)) return value[key];
  return Array.isArray(value) && typeof key === 'number' ? value[key] : undefined;
}

function segments(path: string): readonly (string | number)[] {
  const keys: (string | number)[] = [];
  let at = 1;
  while (path.startsWith('$') && at < path.length) {
    segment.lastIndex = at;
    const match = segment.exec(path);
    if (match === null) break;
    keys.push(match[1] ?? match[2] ?? Number(match[3]));
    at = segment.lastIndex;
  }
  if (!path.startsWith('$') || at < path.length)
    throw new UnsupportedJsonPath(`Not a path that is evaluated here: ${path}`);
  return keys;
}

function canonical(path: string): string {
  return `$${segments(path)
    .map((key) => (typeof key === 'number' ? `[${key}]` : `['${key}']`))
    .join('')}`;
}
