import React from 'react';

export interface BrokenProps {
  /** What broke, as a person calls it: `The stage's form`. */
  readonly name: string;
  readonly reason: string;
  readonly onRetry: () => void;
}

/** In the place of something that could not be drawn. */
export function Broken({ name, reason, onRetry }: BrokenProps): JSX.Element {
  return (
    <div className="alert alert-danger" role="alert">
      <p>
        <strong>{name} could not be shown.</strong> The pipeline and what it deploys are not affected. The reason was:{' '}
        {reason}
      </p>
      <p>
        <button type="button" className="btn btn-default btn-sm" onClick={onRetry}>
          Try again
        </button>{' '}
        If it stays so, give the reason above to the people who run Spinnaker; the browser&apos;s console says more.
      </p>
    </div>
  );
}
