import React from 'react';
import { ServiceRefused, SessionEnded, UnreadableAnswer } from '../service/errors.ts';
import { Notice } from '../view/Notice.tsx';
import { ago } from '../view/time.ts';
import type { StageTrace } from './stage-context.ts';

interface Again {
  readonly onAgain: () => void;
}

export interface StaleProps extends Again {
  readonly failure: Error;
  /** When what is shown was true, in milliseconds. */
  readonly asOf: number;
  readonly now: number;
}

/** Over details that could not be brought up to date. */
export function Stale({ failure, asOf, now, onAgain }: StaleProps): React.ReactElement {
  return (
    <Notice tone="warning">
      <p role="status">
        This is as of {ago(new Date(asOf).toISOString(), now)}. {failure.message}
      </p>
      <AgainButton onAgain={onAgain} />
    </Notice>
  );
}

export interface UnseenProps extends Again {
  readonly failure: Error;
  readonly deploymentId: string;
  readonly trace: StageTrace;
}

/** Instead of details: why there are none, and what the execution itself still knows. */
export function Unseen({ failure, deploymentId, trace, onAgain }: UnseenProps): React.ReactElement {
  const last = trace.reason ?? trace.sentence;
  return (
    <>
      <Notice tone={failure instanceof ServiceRefused ? 'warning' : 'trouble'}>
        <p role="status">
          <strong>{headingOf(failure)}</strong> {failure.message}
        </p>
        <AgainButton onAgain={onAgain} />
      </Notice>
      {last === undefined ? undefined : (
        <dl className="gennaker-facts">
          <dt>Last known to Orca</dt>
          <dd>{last}</dd>
          <dt>Deployment</dt>
          <dd>
            <code>{deploymentId}</code>
          </dd>
        </dl>
      )}
    </>
  );
}

function headingOf(failure: Error): string {
  if (failure instanceof ServiceRefused)
    return failure.reason === 'not-found' ? 'This deployment can’t be shown.' : 'The details were refused.';
  if (failure instanceof SessionEnded) return 'You are logged out.';
  return failure instanceof UnreadableAnswer
    ? 'Plugin and service do not fit together.'
    : 'The details can’t be loaded.';
}

function AgainButton({ onAgain }: Again): React.ReactElement {
  return (
    <button type="button" className="btn btn-xs btn-default" onClick={onAgain}>
      Try again
    </button>
  );
}
