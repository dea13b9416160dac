import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Of each row, in pixels. */
export const rowHeight = 40;

export interface Place {
  /** The first row that is seen, if only a part of it. */
  readonly firstSeen: number;
  /** `nowhere`: it has just come, and what is seen is to be on the screen before anything else. */
  readonly towards: 'end' | 'start' | 'rest' | 'nowhere';
}

export interface Scrolled extends Place {
  readonly body: RefObject<HTMLDivElement>;
  readonly onScroll: () => void;
}

/** After so many milliseconds without a scroll it is at rest. */
const pause = 300;

/** How far something is scrolled, in rows: what is scrolled by less is not drawn anew. */
export function useScrolled(): Scrolled {
  const body = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>({ firstSeen: 0, towards: 'nowhere' });
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const onScroll = useCallback(() => {
    const firstSeen = firstSeenIn(body.current);
    setPlace((before) => (before.firstSeen === firstSeen ? before : movedTo(firstSeen, before)));
    clearTimeout(timer.current);
    timer.current = setTimeout(restOrWait, pause);

    function restOrWait(): void {
      // Where frames are slow, it may have been scrolled without a word of that yet.
      if (firstSeenIn(body.current) === firstSeen) setPlace(atRest);
    }
  }, []);
  useEffect(() => {
    onScroll();
    return () => clearTimeout(timer.current);
  }, [onScroll]);
  return { ...place, body, onScroll };
}

function firstSeenIn(body: HTMLElement | null): number {
  return Math.floor((body?.scrollTop ?? 0) / rowHeight);
}

function movedTo(firstSeen: number, before: Place): Place {
  return { firstSeen, towards: firstSeen > before.firstSeen ? 'end' : 'start' };
}

function atRest(before: Place): Place {
  return before.towards === 'rest' ? before : { ...before, towards: 'rest' };
}
