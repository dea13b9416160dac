import { useState } from 'react';
import type { DragEvent } from 'react';

/** One step is dragged by its handle, and the others show where it would go. */
export interface StepDrag {
  /** Where the dragged step would be put, on the step that is there now. */
  readonly over: { readonly index: number; readonly side: 'before' | 'after' } | undefined;
  readonly start: (index: number, event: DragEvent) => void;
  readonly enter: (index: number, event: DragEvent) => void;
  readonly drop: (index: number, event: DragEvent) => void;
  readonly end: () => void;
}

export function useStepDrag(onMove: (from: number, to: number) => void): StepDrag {
  const [from, setFrom] = useState<number>();
  const [to, setTo] = useState<number>();
  const end = (): void => {
    setFrom(undefined);
    setTo(undefined);
  };
  return {
    over:
      from === undefined || to === undefined || from === to
        ? undefined
        : { index: to, side: to < from ? 'before' : 'after' },
    start: (index, { dataTransfer }) => {
      dataTransfer.effectAllowed = 'move';
      // Firefox drags nothing that carries no data.
      dataTransfer.setData('text/plain', `Step ${index + 1}`);
      setFrom(index);
    },
    enter: (index, event) => {
      if (from === undefined) return;
      event.preventDefault();
      if (index !== to) setTo(index);
    },
    drop: (index, event) => {
      if (from === undefined) return;
      event.preventDefault();
      if (index !== from) onMove(from, index);
      end();
    },
    end,
  };
}
