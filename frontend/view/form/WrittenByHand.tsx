import React from 'react';
import { Icon } from '../Icon.tsx';

export interface WrittenByHandProps {
  /** What the form expected there. */
  readonly name: string;
  readonly value: unknown;
  readonly why: string;
  readonly replacement: string;
  readonly onReplace: () => void;
}

const shownLength = 2000;

/** A value that the form can not edit, as it stands in the JSON. It stays until somebody says otherwise. */
export function WrittenByHand({ name, value, why, replacement, onReplace }: WrittenByHandProps): JSX.Element {
  const json = JSON.stringify(value, undefined, 2);
  return (
    <div className="gennaker-by-hand" role="group" aria-label={`${name}, written by hand`}>
      <p>
        <Icon name="byHand" /> <strong>{name}</strong> was written by hand, and this form can not edit it. {why} Correct
        it with “Edit stage as JSON”, or replace it.
      </p>
      <pre tabIndex={0} aria-label={`${name} as JSON`}>
        {json.length > shownLength ? `${json.slice(0, shownLength)}…` : json}
      </pre>
      <button type="button" className="btn btn-default btn-sm" onClick={onReplace}>
        {replacement}
      </button>
    </div>
  );
}
