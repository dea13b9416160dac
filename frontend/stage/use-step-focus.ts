import { useCallback, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

export type FocusStep = (index: number, control: string) => void;

/** After steps have changed places, puts the focus on a control of the step that somebody is working with. */
export function useStepFocus(list: RefObject<HTMLElement>): FocusStep {
  const wanted = useRef<{ readonly index: number; readonly control: string }>();
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const { index, control } = wanted.current;
    const row = list.current?.querySelector(`[data-step="${index}"]`);
    wanted.current = undefined;
    const found = row?.querySelector<HTMLElement>(`[data-control="${control}"]`);
    (found ?? row?.querySelector<HTMLElement>('[data-control]'))?.focus();
  });
  return useCallback((index, control) => {
    wanted.current = { index, control };
  }, []);
}
