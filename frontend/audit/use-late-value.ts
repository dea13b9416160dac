import { useCallback, useEffect, useRef, useState } from 'react';

/** How long nobody may have typed before a value is handed up, in milliseconds. */
export const typingDelay = 500;

/** A value, and how it is typed. */
export interface TypedValue {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly toText: (value: string) => string;
  readonly fromText: (text: string) => string;
}

export interface LateText {
  /** What stands in the field. */
  readonly text: string;
  readonly type: (text: string) => void;
  /** Does not wait any longer. */
  readonly handUp: () => void;
}

/**
 * A field that hands up what was typed a moment later. A value from outside replaces the text, unless it is what was handed
 * up from here. What was not handed up when the field goes is dropped: it was typed into a page that somebody left.
 */
export function useLateValue(typed: TypedValue): LateText {
  const { value } = typed;
  const [text, setText] = useState(() => typed.toText(value));
  const known = useRef(value);
  const waiting = useRef<{ readonly text: string; readonly timer: ReturnType<typeof setTimeout> }>();
  const latest = useRef(typed);
  latest.current = typed;
  const stop = useCallback(() => {
    clearTimeout(waiting.current?.timer);
    waiting.current = undefined;
  }, []);
  const handUp = useCallback(() => {
    const last = waiting.current?.text;
    stop();
    if (last === undefined) return;
    const next = latest.current.fromText(last);
    if (next === known.current) return;
    known.current = next;
    latest.current.onValue(next);
  }, [stop]);
  const type = useCallback(
    (next: string) => {
      stop();
      setText(next);
      waiting.current = { text: next, timer: setTimeout(handUp, typingDelay) };
    },
    [handUp, stop],
  );
  useEffect(() => {
    if (value === known.current) return;
    stop();
    known.current = value;
    setText(latest.current.toText(value));
  }, [value, stop]);
  useEffect(() => stop, [stop]);
  return { text, type, handUp };
}
