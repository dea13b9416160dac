import React from 'react';
import { inputAttributes } from './Field.tsx';
import { Problems } from './Problems.tsx';
import type { Line } from './Problems.tsx';

export interface CheckboxProps {
  readonly id: string;
  /** What it is about. */
  readonly heading: string;
  /** What is done when it is checked. */
  readonly label: string;
  readonly help: string;
  readonly checked: boolean;
  readonly lines: readonly Line[];
  readonly onCheck: (checked: boolean) => void;
}

/** Yes or no, with what yes means. */
export function Checkbox({ id, heading, label, help, checked, lines, onCheck }: CheckboxProps): JSX.Element {
  return (
    <div className="gennaker-field" role="group" aria-labelledby={`${id}-heading`}>
      <span id={`${id}-heading`} className="gennaker-label">
        {heading}
      </span>
      <div className="gennaker-control">
        <div className="gennaker-choice gennaker-checkbox">
          <input
            {...inputAttributes(id, lines)}
            type="checkbox"
            checked={checked}
            onChange={({ target }) => onCheck(target.checked)}
          />
          <label htmlFor={id}>{label}</label>
          <p id={`${id}-help`} className="gennaker-help">
            {help}
          </p>
        </div>
        <Problems id={`${id}-lines`} lines={lines} />
      </div>
    </div>
  );
}
