import React from 'react';
import { useId } from '../use-id.ts';
import { Select } from './Select.tsx';
import type { SelectProps } from './Select.tsx';

export interface Filter extends Pick<SelectProps, 'value' | 'options' | 'unknown' | 'onChoose'> {
  readonly label: string;
}

export interface FiltersProps {
  /** What is looked for among names and words. */
  readonly find: { readonly label: string; readonly value: string; readonly onChange: (text: string) => void };
  readonly filters: readonly Filter[];
}

/** Above a long table: a text to find, and choices that leave rows out. */
export function Filters({ find, filters }: FiltersProps): JSX.Element {
  const id = useId();
  return (
    <form className="gennaker-finding" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <label htmlFor={id}>{find.label}</label>
      <input
        id={id}
        type="search"
        className="form-control input-sm"
        value={find.value}
        onChange={({ target }) => find.onChange(target.value)}
      />
      {filters.map(({ label, ...choice }, index) => (
        <React.Fragment key={label}>
          <label htmlFor={`${id}-${index}`}>{label}</label>
          <Select id={`${id}-${index}`} {...choice} />
        </React.Fragment>
      ))}
    </form>
  );
}
