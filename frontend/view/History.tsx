import React, { useState } from 'react';
import { Moment } from './Moment.tsx';

export interface HistoryEntry {
  readonly key: string;
  readonly at: string;
  /** Who decided; absent where nobody did. */
  readonly who?: string;
  /** `approved`, or the whole sentence of an event. */
  readonly what: string;
  readonly comment?: string;
  readonly result?: string;
  readonly failed?: boolean;
}

export interface HistoryProps {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  readonly now: number;
}

const shownAtFirst = 6;

export function History({ entries, now }: HistoryProps): React.ReactElement {
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, shownAtFirst);
  return (
    <>
      <ol className="gennaker-history" aria-label="History, newest first">
        {shown.map((entry) => (
          <Entry key={entry.key} entry={entry} now={now} />
        ))}
      </ol>
      {entries.length > shownAtFirst ? (
        <button type="button" className="btn btn-link gennaker-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show the latest only' : `Show all ${entries.length}`}
        </button>
      ) : undefined}
    </>
  );
}

function Entry({ entry, now }: { readonly entry: HistoryEntry; readonly now: number }): React.ReactElement {
  const { at, who, what, comment, result, failed = false } = entry;
  return (
    <li className={who === undefined ? 'gennaker-event' : 'gennaker-decision'}>
      <div>
        {who === undefined ? undefined : <strong>{who} </strong>}
        {what}
        {comment === undefined ? undefined : <q className="gennaker-comment">{comment}</q>}
      </div>
      {result === undefined ? undefined : (
        <div className={failed ? 'gennaker-failed' : 'gennaker-muted'}>{failed ? `Failed: ${result}` : result}</div>
      )}
      <div className="gennaker-muted">
        <Moment at={at} now={now} />
      </div>
    </li>
  );
}
