import type { Json, JsonObject } from './json.ts';

/**
 * Orca rebuilds every map of a stage as a `java.util.HashMap` when it evaluates expressions, so the order of headers and of
 * keys in a posted body is that of Java's hashes. All recordings agree with this.
 */
export function inHashMapOrder(entries: Iterable<readonly [string, Json]>): JsonObject {
  const all = [...entries];
  let buckets = 16;
  while (all.length > buckets * 0.75) buckets *= 2;
  const bucket = ([key]: readonly [string, Json]): number => spread(hashCode(key)) & (buckets - 1);
  return Object.fromEntries(all.sort((left, right) => bucket(left) - bucket(right)));
}

function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}
