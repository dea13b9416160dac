import React from 'react';
import type { ReactNode } from 'react';
import { Problems } from './Problems.tsx';
import type { Line } from './Problems.tsx';

/** What joins an input to its label, help and problems. */
export interface InputAttributes {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly help: ReactNode;
  readonly lines?: readonly Line[];
  /** Label above and full width, for what needs the room. */
  readonly wide?: boolean;
  readonly children: (input: InputAttributes) => ReactNode;
}

export function Field({ id, label, help, lines = [], wide = false, children }: FieldProps): JSX.Element {
  return (
    <div className={wide ? 'gennaker-field gennaker-field-wide' : 'gennaker-field'}>
      <label className="gennaker-label" htmlFor={id}>
        {label}
      </label>
      <div className="gennaker-control">
        {children(inputAttributes(id, lines))}
        <Problems id={`${id}-lines`} lines={lines} />
        <p id={`${id}-help`} className="gennaker-help">
          {help}
        </p>
      </div>
    </div>
  );
}

export function inputAttributes(id: string, lines: readonly Line[], help = `${id}-help`): InputAttributes {
  return {
    id,
    'aria-describedby': lines.length === 0 ? help : `${id}-lines ${help}`,
    'aria-invalid': lines.some(({ tone }) => tone === 'problem'),
  };
}
