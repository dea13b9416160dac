import React, { useLayoutEffect, useRef } from 'react';
import { StepPreview } from '../view/form/StepPreview.tsx';
import { Icon } from '../view/Icon.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { stageHelp } from './stage-help.ts';
import { editStep } from './edit-steps.ts';
import type { Steps } from './edit-steps.ts';
import { previewOf } from './preview-steps.ts';
import { StepRow } from './StepRow.tsx';
import type { StepKind } from './read-form.ts';
import { useStepDrag } from './use-step-drag.ts';
import { useStepEdits } from './use-step-edits.ts';
import type { StepEdits } from './use-step-edits.ts';
import { useStepFocus } from './use-step-focus.ts';

export interface StepListProps {
  readonly id: string;
  readonly steps: Steps;
  readonly linesOf: (index: number) => readonly Line[];
  readonly announce: (sentence: string) => void;
  readonly onChange: (steps: Steps) => void;
}

export function StepList({ id, steps, linesOf, announce, onChange }: StepListProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const focus = useStepFocus(list);
  const edits = useStepEdits({ steps, onChange, announce, focus });
  const drag = useStepDrag((from, to) => edits.move(from, to, 'kind'));
  return (
    <div ref={list} className="gennaker-form-steps">
      <p id={`${id}-help`} className="gennaker-help gennaker-help-above">
        {stageHelp.steps} {stageHelp.weight} {stageHelp.approval} {stageHelp.timed} Drag a step to move it, use its
        arrows, or press Alt and an arrow key in it.
      </p>
      <StepPreview columns={previewOf(steps)} />
      <ol className="gennaker-form-steps-list" aria-label="Steps">
        {steps.map((step, index) => (
          <StepRow
            key={index}
            id={`${id}-${index}`}
            help={`${id}-help`}
            step={step}
            index={index}
            count={steps.length}
            lines={linesOf(index)}
            edits={edits}
            drag={drag}
            onEdit={(path, value) => onChange(editStep(steps, [index, ...path], value))}
          />
        ))}
      </ol>
      <p className="gennaker-form-step-end">
        <Icon name="end" />{' '}
        {steps.length === 0
          ? 'No steps: everything is replaced at once, as a plain rolling update, and the stage waits for its end.'
          : '100 % after the last step'}
      </p>
      <RemovedNotice edits={edits} />
      <AddButtons onAdd={edits.add} />
    </div>
  );
}

function RemovedNotice({ edits }: { readonly edits: StepEdits }): JSX.Element {
  const undo = useRef<HTMLButtonElement>(null);
  const { removed } = edits;
  useLayoutEffect(() => {
    if (removed !== undefined) undo.current?.focus();
  }, [removed]);
  return (
    <div role="status">
      {removed !== undefined && (
        <p className="gennaker-removed">
          Step {removed + 1} was removed.{' '}
          <button ref={undo} type="button" className="gennaker-link" onClick={edits.undo}>
            Put it back
          </button>
        </p>
      )}
    </div>
  );
}

const kinds: readonly (readonly [kind: StepKind, label: string])[] = [
  ['weight', 'Add a weight'],
  ['approval', 'Add an approval'],
  ['timed', 'Add a pause for a time'],
];

function AddButtons({ onAdd }: { readonly onAdd: (kind: StepKind) => void }): JSX.Element {
  return (
    <div className="gennaker-buttons">
      {kinds.map(([kind, label]) => (
        <button key={kind} type="button" className="btn btn-default btn-sm" onClick={() => onAdd(kind)}>
          <Icon name="add" /> {label}
        </button>
      ))}
    </div>
  );
}
