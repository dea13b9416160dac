import React from 'react';

export interface SelectProps extends Omit<React.SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> {
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  /** How a value is called that is none of the options: it stays until another is chosen. */
  readonly unknown: string;
  readonly onChoose: (value: string) => void;
}

/** A choice of words that shows what stands there, also when nobody offers it. */
export function Select({ value, options, unknown, onChoose, className, ...attributes }: SelectProps): JSX.Element {
  const known = options.some(([word]) => word === value);
  return (
    <select
      {...attributes}
      className={['form-control input-sm', className].filter((name) => name !== undefined).join(' ')}
      value={value}
      onChange={({ target }) => onChoose(target.value)}
    >
      {!known && <option value={value}>{unknown}</option>}
      {options.map(([word, label]) => (
        <option key={word} value={word}>
          {label}
        </option>
      ))}
    </select>
  );
}
