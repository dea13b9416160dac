import { useState } from 'react';
import { insertStep, moveStep, newStep, removeStep } from './edit-steps.ts';
import type { Steps } from './edit-steps.ts';
import type { StepKind } from './read-form.ts';
import { stepWords } from './step-words.ts';
import type { FocusStep } from './use-step-focus.ts';

export interface StepEdits {
  readonly add: (kind: StepKind) => void;
  readonly remove: (index: number) => void;
  /** `control` keeps the focus. */
  readonly move: (from: number, to: number, control: string) => void;
  /** The number of the step that was removed last, while it can be put back. */
  readonly removed: number | undefined;
  readonly undo: () => void;
}

export interface EditedSteps {
  readonly steps: Steps;
  readonly onChange: (steps: Steps) => void;
  readonly announce: (sentence: string) => void;
  readonly focus: FocusStep;
}

interface Removed {
  readonly index: number;
  readonly step: unknown;
  /** The steps that were left, as JSON: once they are others, nothing is put back among them. */
  readonly left: string;
}

export function useStepEdits({ steps, onChange, announce, focus }: EditedSteps): StepEdits {
  const [last, setLast] = useState<Removed>();
  const removed = last !== undefined && last.left === JSON.stringify(steps) ? last : undefined;
  return {
    add: (kind) => {
      focus(steps.length, kind === 'approval' ? 'kind' : 'value');
      onChange([...steps, newStep(kind, steps)]);
      announce(`Step ${steps.length + 1} added.`);
    },
    remove: (index) => {
      const left = removeStep(steps, index);
      setLast({ index, step: steps[index], left: JSON.stringify(left) });
      onChange(left);
    },
    move: (from, to, control) => {
      const changed = moveStep(steps, from, to);
      if (changed === steps) return announce(to < from ? 'This is the first step.' : 'This is the last step.');
      focus(to, control);
      onChange(changed);
      announce(`${stepWords(steps[from])} is now step ${to + 1} of ${steps.length}.`);
    },
    removed: removed?.index,
    undo: () => {
      if (removed === undefined) return;
      focus(removed.index, 'kind');
      onChange(insertStep(steps, removed.index, removed.step));
      announce(`Step ${removed.index + 1} is back.`);
    },
  };
}
