import React from 'react';
import './form.css';
import { Icon } from '../Icon.tsx';

/** A line below a field: something to correct or to know, and what may be done about it at once. */
export interface Line {
  /** `needed`: nothing is there yet. `note`: nothing is wrong. */
  readonly tone: 'problem' | 'warning' | 'needed' | 'note';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const words = { problem: 'Problem: ', warning: 'Warning: ', needed: 'Needed: ', note: '' } as const;

export interface ProblemsProps {
  readonly id?: string;
  readonly lines: readonly Line[];
}

export function Problems({ id, lines }: ProblemsProps): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <ul {...(id === undefined ? {} : { id })} className="gennaker-lines">
      {lines.map(({ tone, text, action }, index) => (
        <li key={index} className={`gennaker-line gennaker-line-${tone}`}>
          <Icon name={tone} />
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
