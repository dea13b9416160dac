import React from 'react';
import { Field } from '../view/form/Field.tsx';
import type { Line } from '../view/form/Problems.tsx';

export interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly lines?: readonly Line[];
  readonly kind?: 'text' | 'email' | 'long' | 'number';
  readonly required?: boolean;
  readonly onText: (text: string) => void;
}

const none: readonly Line[] = [];

/** Drawn again when something of it changes, and not with every key in another field. */
export const TextField = React.memo(function TextField(props: TextFieldProps): JSX.Element {
  const { id, label, help, value, lines = none, kind = 'text', required = false, onText } = props;
  return (
    <Field id={id} label={required ? `${label} *` : label} help={help} lines={lines}>
      {(input) =>
        kind === 'long' ? (
          <textarea
            {...input}
            className="form-control input-sm"
            rows={2}
            value={value}
            onChange={({ target }) => onText(target.value)}
          />
        ) : (
          <input
            {...input}
            className={`form-control input-sm${kind === 'number' ? ' gennaker-create-port' : ''}`}
            type={kind === 'email' ? 'email' : 'text'}
            inputMode={kind === 'number' ? 'numeric' : 'text'}
            autoComplete="off"
            aria-required={required}
            value={value}
            onChange={({ target }) => onText(target.value)}
          />
        )
      }
    </Field>
  );
});
