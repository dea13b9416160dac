import { useCallback, useEffect, useRef, useState } from 'react';
import type { FocusEvent, KeyboardEvent } from 'react';
import { rowHeight, type Scrolled } from './use-scrolled.ts';

export interface ReachedRow {
  /** The row that has the focus, or had it last. */
  readonly reached: number;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** A row that is not drawn yet is scrolled to, drawn, and then given the focus. */
export function useReachedRow(count: number, { body, firstSeen, onScroll }: Scrolled): ReachedRow {
  const [reached, setReached] = useState(0);
  const isMoving = useRef(false);
  const onFocus = useCallback(({ target }: FocusEvent) => {
    if (target instanceof HTMLElement && target.dataset.index !== undefined) setReached(Number(target.dataset.index));
  }, []);
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const to = neighbour(event.key, reached, count);
      if (to === undefined) return;
      event.preventDefault();
      isMoving.current = true;
      setReached(to);
      scrollTo(body.current, to);
      onScroll();
    },
    [reached, count, body, onScroll],
  );
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    body.current?.querySelector<HTMLElement>(`[data-index="${reached}"]`)?.focus();
  }, [reached, firstSeen, body]);
  return { reached, onFocus, onKeyDown };
}

function scrollTo(body: HTMLElement | null, index: number): void {
  if (body === null) return;
  const [above, below] = [index * rowHeight, (index + 1) * rowHeight - body.clientHeight];
  body.scrollTop = Math.min(Math.max(body.scrollTop, below), above);
}

/** Undefined for every key that leads nowhere. */
function neighbour(key: string, at: number, count: number): number | undefined {
  const page = 10;
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 },
  };
  const to = steps[key];
  return to === undefined || count === 0 ? undefined : Math.min(Math.max(to, 0), count - 1);
}
