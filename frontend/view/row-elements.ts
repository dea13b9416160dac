import { useRef } from 'react';

/** By the index of a row, which of the elements shows it. */
export type RowElements = ReadonlyMap<number, number>;

/**
 * Elements are handed on: a row that comes takes that of one that went, and one that stays keeps its own, also the focus in it.
 * To fill an element anew takes the browser a fraction of what it takes to make one.
 */
export function handedOn(before: RowElements, rows: readonly number[]): RowElements {
  const wanted = new Set(rows);
  const after = new Map([...before].filter(([row]) => wanted.has(row)));
  const taken = new Set(after.values());
  let free = 0;
  for (const row of rows) {
    if (after.has(row)) continue;
    while (taken.has(free)) free += 1;
    taken.add(free);
    after.set(row, free);
  }
  return after;
}

/** The same for the same rows, however often it is asked. */
export function useRowElements(rows: readonly number[]): RowElements {
  const elements = useRef<RowElements>(new Map());
  elements.current = handedOn(elements.current, rows);
  return elements.current;
}
