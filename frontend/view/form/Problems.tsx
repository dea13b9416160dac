import React from 'react';
import './form.css';

/** A line below a field: something to correct or to know, and what may be done about it at once. */
export interface Line {
  /** `needed`: nothing is there yet. `note`: nothing is wrong. */
  readonly tone: 'problem' | 'warning' | 'needed' | 'note';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const icons = {
  problem: 'glyphicon-remove-sign',
  warning: 'glyphicon-warning-sign',
  needed: 'glyphicon-pencil',
  note: 'glyphicon-info-sign',
} as const;

const words = { problem: 'Problem: ', warning: 'Warning: ', needed: 'Needed: ', note: '' } as const;

export function Problems({ id, lines }: { readonly id: string; readonly lines: readonly Line[] }): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <ul id={id} className="gennaker-lines">
      {lines.map(({ tone, text, action }, index) => (
        <li key={index} className={`gennaker-line gennaker-line-${tone}`}>
          <span className={`glyphicon ${icons[tone]}`} aria-hidden="true" />
          <span>
            <span className="sr-only">{words[tone]}</span>
            {text}{' '}
            {action !== undefined && (
              <button type="button" className="gennaker-link" onClick={action.run}>
                {action.label}
              </button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
