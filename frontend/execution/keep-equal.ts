import { isFields } from '../../backend-stub/contract/reading.ts';

/**
 * `next`, with every part that equals its counterpart in `before` taken from there, so that what did not change is the
 * same object and React draws it no second time. For values as JSON has them.
 */
export function keepEqual<Value>(before: unknown, next: Value): Value {
  return merge(before, next) as Value;
}

function merge(before: unknown, next: unknown): unknown {
  if (Array.isArray(next) && Array.isArray(before)) {
    const merged: unknown[] = next.map((item, index) => merge(before[index], item));
    return same(before.length === merged.length, merged, before) ? before : merged;
  }
  if (!isFields(next) || !isFields(before)) return next;
  const merged = Object.fromEntries(Object.entries(next).map(([key, value]) => [key, merge(before[key], value)]));
  const keys = Object.keys(before);
  const equal = keys.length === Object.keys(merged).length && keys.every((key) => merged[key] === before[key]);
  return equal ? before : merged;
}

function same(alike: boolean, merged: readonly unknown[], before: readonly unknown[]): boolean {
  return alike && merged.every((item, index) => item === before[index]);
}
