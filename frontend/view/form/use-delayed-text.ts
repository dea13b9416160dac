import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** How long nobody may have typed before the text is handed up, in milliseconds. */
export const textDelay = 400;

/**
 * The same for a long text. Deck compares and copies the whole pipeline at each change: at 5,000 lines on a slow machine that
 * takes longer than a key may, so it waits until somebody stops to think.
 */
export const longTextDelay = 1_200;
const longText = 50_000;

export interface DelayedText {
  /** Something was typed. */
  readonly typed: () => void;
  /** Hands up at once what is not handed up yet. */
  readonly handUp: () => void;
}

interface TextElsewhere {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** The text was replaced from outside. */
  readonly onReplaced: (text: string) => void;
}

/**
 * The text lives in its textarea while somebody types, since drawing a form at each key takes too long for long texts. It is
 * handed up a moment later, when the field is left and when it goes. A value from outside that was not handed up from here
 * replaces it: somebody reverted, or edited the JSON.
 */
export function useDelayedText(area: RefObject<HTMLTextAreaElement>, elsewhere: TextElsewhere): DelayedText {
  const latest = useRef(elsewhere);
  const known = useRef(elsewhere.value);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useLayoutEffect(() => {
    latest.current = elsewhere;
  });

  const stop = useCallback(() => {
    if (timer.current !== undefined) clearTimeout(timer.current);
    timer.current = undefined;
  }, []);
  const send = useCallback(
    (text: string | undefined) => {
      if (timer.current === undefined || text === undefined) return;
      stop();
      if (text === known.current) return;
      known.current = text;
      latest.current.onChange(text);
    },
    [stop],
  );

  const { value } = elsewhere;
  useLayoutEffect(() => {
    if (value === known.current || area.current === null) return;
    stop();
    known.current = value;
    area.current.value = value;
    latest.current.onReplaced(value);
  }, [area, stop, value]);
  useEffect(() => {
    const last = area.current;
    return () => send(last?.value);
  }, [area, send]);

  const handUp = useCallback(() => send(area.current?.value), [area, send]);
  const typed = useCallback(() => {
    stop();
    timer.current = setTimeout(handUp, known.current.length > longText ? longTextDelay : textDelay);
  }, [handUp, stop]);
  return { typed, handUp };
}
