import { useRef } from 'react';

/** The value of before while the new one says the same, so that what shows it is not drawn with every key in another field. */
export function useSteady<Value>(value: Value): Value {
  const kept = useRef(value);
  if (!saysTheSame(kept.current, value)) kept.current = value;
  return kept.current;
}

/** Of values as JSON has them. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
