import React from 'react';
import { Icon } from '../Icon.tsx';
import './step-preview.css';

export interface PreviewColumn {
  readonly kind: 'weight' | 'approval' | 'timed' | 'misfit';
  /** Percent of the pods that run the new version by then. */
  readonly reached: number;
  readonly label: string;
}

const icons = { approval: 'person', timed: 'clock', misfit: 'byHand' } as const;

/** With more columns there is no room for what they say. */
const dense = 20;

/** Stairs: how much of the new version runs at each step. */
export function StepPreview({ columns }: { readonly columns: readonly PreviewColumn[] }): JSX.Element {
  return (
    <div
      className={columns.length > dense ? 'gennaker-stairs gennaker-stairs-dense' : 'gennaker-stairs'}
      role="img"
      aria-label={columns.map(({ label }) => label).join(', then ')}
    >
      {columns.map(({ kind, reached, label }, index) => (
        <div key={index} className={`gennaker-stair gennaker-stair-${kind}`} title={label}>
          <div className="gennaker-stair-height" style={{ height: `${reached}%` }}>
            {kind === 'weight' ? (
              <span className="gennaker-stair-word">{reached}%</span>
            ) : (
              <span className="gennaker-stair-word">
                <Icon name={icons[kind]} />
              </span>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}
