import React from 'react';
import type { KeyboardEvent } from 'react';
import { Problems } from '../view/form/Problems.tsx';
import { Icon } from '../view/Icon.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { newStep } from './edit-steps.ts';
import { readStep } from './read-form.ts';
import { StepFields } from './StepFields.tsx';
import { stepWords } from './step-words.ts';
import type { StepDrag } from './use-step-drag.ts';
import type { StepEdits } from './use-step-edits.ts';
import type { Path } from './value-at.ts';

export interface StepRowProps {
  readonly id: string;
  readonly help: string;
  readonly step: unknown;
  readonly index: number;
  readonly count: number;
  readonly lines: readonly Line[];
  readonly edits: StepEdits;
  readonly drag: StepDrag;
  /** One field of this step; without a value its key goes. */
  readonly onEdit: (path: Path, value: unknown) => void;
}

export function StepRow(props: StepRowProps): JSX.Element {
  const { id, help, step, index, count, lines, edits, drag, onEdit } = props;
  const shown = readStep(step);
  const side = drag.over?.index === index ? ` gennaker-form-step-${drag.over.side}` : '';
  return (
    <li
      className={`gennaker-form-step${side}`}
      data-step={index}
      onKeyDown={(event) => moveByKey(event, (to, control) => edits.move(index, index + to, control))}
      onDragOver={(event) => drag.enter(index, event)}
      onDrop={(event) => drag.drop(index, event)}
    >
      <div className="gennaker-form-step-line">
        <span
          className="gennaker-grip"
          draggable
          title="Drag to move this step"
          aria-hidden="true"
          onDragStart={(event) => drag.start(index, event)}
          onDragEnd={drag.end}
        >
          <Icon name="grip" />
        </span>
        <span className="gennaker-form-step-number">{index + 1}</span>
        <StepFields
          input={{
            name: `Step ${index + 1}`,
            'aria-describedby': lines.length === 0 ? help : `${id}-lines ${help}`,
            'aria-invalid': lines.some(({ tone }) => tone === 'problem'),
          }}
          step={shown}
          written={step}
          onEdit={onEdit}
          onKind={(kind) => onEdit([], newStep(kind, []))}
        />
        <StepButtons index={index} count={count} what={stepWords(step)} edits={edits} />
      </div>
      <Problems id={`${id}-lines`} lines={lines} />
    </li>
  );
}

type Move = (by: 1 | -1, control: string) => void;

/** Not in a list of choices: there, these keys open it. */
function moveByKey(event: KeyboardEvent<HTMLElement>, move: Move): void {
  const { altKey, key, target } = event;
  if (!altKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return;
  if (!(target instanceof HTMLElement) || target instanceof HTMLSelectElement) return;
  event.preventDefault();
  move(key === 'ArrowUp' ? -1 : 1, target.dataset['control'] ?? 'kind');
}

interface StepButtonsProps {
  readonly index: number;
  readonly count: number;
  readonly what: string;
  readonly edits: StepEdits;
}

function StepButtons({ index, count, what, edits }: StepButtonsProps): JSX.Element {
  const step = `step ${index + 1}, ${what}`;
  return (
    <span className="gennaker-form-step-buttons">
      <StepButton
        control="up"
        title="Move up"
        aria-label={`Move ${step}, up`}
        aria-disabled={index === 0}
        onClick={() => edits.move(index, index - 1, 'up')}
      />
      <StepButton
        control="down"
        title="Move down"
        aria-label={`Move ${step}, down`}
        aria-disabled={index === count - 1}
        onClick={() => edits.move(index, index + 1, 'down')}
      />
      <StepButton control="remove" title="Remove" aria-label={`Remove ${step}`} onClick={() => edits.remove(index)} />
    </span>
  );
}

type ButtonAttributes = React.ButtonHTMLAttributes<HTMLButtonElement>;
type StepButtonProps = Pick<ButtonAttributes, 'title' | 'aria-label' | 'aria-disabled' | 'onClick'> & {
  readonly control: 'up' | 'down' | 'remove';
};

/** One that can not go further stays where the focus is, and says so when it is pressed. */
function StepButton({ control, ...attributes }: StepButtonProps): JSX.Element {
  return (
    <button {...attributes} type="button" className="btn btn-link btn-sm" data-control={control}>
      <Icon name={control} />
    </button>
  );
}
