import React from 'react';

export interface WeightBarProps {
  /** Both in percent. */
  readonly planned: number;
  readonly actual: number;
}

/** How much the steps ask for, as a line, against what runs, as a bar. */
export function WeightBar({ planned, actual }: WeightBarProps): React.ReactElement {
  return (
    <div className="gennaker-weight">
      <span className="gennaker-weight-words">
        New version: <strong>{actual} %</strong> of pods <span className="gennaker-muted">(planned {planned} %)</span>
      </span>
      <svg className="gennaker-weight-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="gennaker-weight-all" width="100" height="8" />
        <rect className="gennaker-weight-actual" width={actual} height="8" />
        <rect
          className="gennaker-weight-planned"
          x={Math.min(Math.max(planned - 0.2, 0), 99.2)}
          width="0.8"
          height="8"
        />
      </svg>
    </div>
  );
}
