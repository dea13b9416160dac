import React from 'react';
import { ago, exact } from './time.ts';

export interface MomentProps {
  /** ISO 8601. */
  readonly at: string;
  /** In milliseconds. */
  readonly now: number;
}

/** A time as people say it and as they look it up. */
export function Moment({ at, now }: MomentProps): React.ReactElement {
  return (
    <time dateTime={at} title={at} className="gennaker-moment">
      {ago(at, now)} <span className="gennaker-muted">({exact(at, now)})</span>
    </time>
  );
}
