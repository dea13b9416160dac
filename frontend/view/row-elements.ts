import { useRef } from 'react';

/** An element that is drawn, and which row it shows. */
export interface RowElement {
  readonly element: number;
  readonly row: number;
}

/**
 * Elements are handed on: a row that comes takes that of one that went, where that stands, and one that stays keeps its own, also the
 * focus in it. To fill an element anew takes the browser a fraction of what it takes to make one, or to put it elsewhere.
 */
export function handedOn(before: readonly RowElement[], rows: readonly number[]): readonly RowElement[] {
  const [shown, wanted] = [new Set(before.map(({ row }) => row)), new Set(rows)];
  const coming = rows.filter((row) => !shown.has(row));
  const kept = before.flatMap((one) => {
    if (wanted.has(one.row)) return [one];
    const row = coming.shift();
    return row === undefined ? [] : [{ element: one.element, row }];
  });
  const unused = 1 + Math.max(-1, ...before.map(({ element }) => element));
  return [...kept, ...coming.map((row, at) => ({ element: unused + at, row }))];
}

/** As they stand in the page; the same for the same rows, however often it is asked. */
export function useRowElements(rows: readonly number[], inOrder: boolean): readonly RowElement[] {
  const drawn = useRef<readonly RowElement[]>([]);
  const elements = handedOn(drawn.current, rows);
  drawn.current = inOrder ? [...elements].sort((left, right) => left.row - right.row) : elements;
  return drawn.current;
}
