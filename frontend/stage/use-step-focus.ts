import { useCallback, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** The inputs and buttons of a step. */
export type StepControl = 'kind' | 'value' | 'unit' | 'up' | 'down' | 'remove';

export type FocusStep = (index: number, control: string) => void;

/** After steps have changed places, puts the focus on a control of the step that somebody is working with. */
export function useStepFocus(list: RefObject<HTMLElement>): FocusStep {
  const wanted = useRef<string>();
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const control = list.current?.querySelector<HTMLElement>(wanted.current);
    wanted.current = undefined;
    control?.focus();
  });
  return useCallback((index, control) => {
    wanted.current = `[data-step="${index}"] [data-control="${control}"], [data-step="${index}"] [data-control]`;
  }, []);
}
