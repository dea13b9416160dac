import React from 'react';
import type { ReactNode } from 'react';
import { ServiceRefused } from '../service/errors.ts';
import { Notice } from '../view/Notice.tsx';
import { AuditTable } from './AuditTable.tsx';
import type { AuditTableProps } from './AuditTable.tsx';
import type { AuditRead } from './use-audit.ts';

export interface ListingProps extends Omit<AuditTableProps, 'records'> {
  readonly read: AuditRead;
  /** Instead of a table without lines. */
  readonly empty: ReactNode;
}

/** What was found, or that it is being asked for, or why it is not known. */
export function Listing({ read, empty, ...table }: ListingProps): JSX.Element {
  const { sight, isStale, lookAgain, loadOlder } = read;
  const { lines, asking, failure } = sight;
  if (lines === undefined && failure === undefined)
    return (
      <p role="status" className="gennaker-muted">
        Asking the service…
      </p>
    );
  return (
    <div aria-busy={isStale} className={isStale ? 'gennaker-stale' : ''}>
      {failure !== undefined && (
        <Failure
          error={failure.error}
          partly={lines !== undefined}
          isAsking={asking !== undefined}
          onAgain={failure.of === 'older' ? loadOlder : lookAgain}
        />
      )}
      {lines?.records.length === 0 && <div role="status">{empty}</div>}
      {lines !== undefined && lines.records.length > 0 && (
        <>
          <AuditTable records={lines.records} {...table} />
          <Older isLast={lines.next === undefined} isAsking={asking === 'older'} onOlder={loadOlder} />
        </>
      )}
    </div>
  );
}

interface FailureProps {
  readonly error: Error;
  /** There is something below that was found before. */
  readonly partly: boolean;
  readonly isAsking: boolean;
  readonly onAgain: () => Promise<void>;
}

function Failure({ error, partly, isAsking, onAgain }: FailureProps): JSX.Element {
  const heading = error instanceof ServiceRefused ? 'The audit was refused.' : 'The audit can’t be loaded.';
  return (
    <Notice tone={partly ? 'warning' : 'trouble'}>
      <p role="status">
        <strong>{partly ? 'There may be more than what is shown.' : heading}</strong> {error.message}
      </p>
      <button
        type="button"
        className={`btn btn-xs btn-default ${isAsking ? 'disabled' : ''}`}
        aria-disabled={isAsking}
        onClick={() => void (isAsking ? undefined : onAgain())}
      >
        {isAsking ? 'Asking…' : 'Try again'}
      </button>
    </Notice>
  );
}

interface OlderProps {
  readonly isLast: boolean;
  readonly isAsking: boolean;
  readonly onOlder: () => Promise<void>;
}

function Older({ isLast, isAsking, onOlder }: OlderProps): JSX.Element {
  if (isLast) return <p className="gennaker-muted">Nothing is older.</p>;
  return (
    <button
      type="button"
      className={`btn btn-sm btn-default ${isAsking ? 'disabled' : ''}`}
      aria-disabled={isAsking}
      onClick={() => void (isAsking ? undefined : onOlder())}
    >
      {isAsking ? 'Loading older ones…' : 'Load older'}
    </button>
  );
}
