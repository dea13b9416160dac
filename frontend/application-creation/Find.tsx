import React from 'react';
import { useId } from '../view/use-id.ts';

export interface FindProps {
  readonly label: string;
  readonly find: string;
  readonly onFind: (find: string) => void;
  /** How many of how many are shown. */
  readonly count: string;
}

export function Find({ label, find, onFind, count }: FindProps): JSX.Element {
  const id = useId();
  return (
    <div className="gennaker-creation-find">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        className="form-control input-sm"
        value={find}
        onChange={({ target }) => onFind(target.value)}
      />
      <span role="status" className="gennaker-muted">
        {count}
      </span>
    </div>
  );
}
