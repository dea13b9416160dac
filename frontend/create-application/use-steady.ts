import { useRef } from 'react';
import { isFields } from '../../backend-stub/contract/reading.ts';

/** The value of before while the new one says the same, so that what shows it is not drawn with every key in another field. */
export function useSteady<Value>(value: Value): Value {
  const kept = useRef(value);
  if (!saysTheSame(kept.current, value)) kept.current = value;
  return kept.current;
}

/** Of values as JSON has them. It ends where they differ, and goes into nothing that is one and the same: it is asked with every key. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, index) => saysTheSame(value, other[index]));
  if (!isFields(one) || !isFields(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => saysTheSame(one[key], other[key]));
}
