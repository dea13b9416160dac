import React from 'react';
import type { RowPlace } from './LongBody.tsx';
import { rowHeight } from './use-scrolled.ts';

export interface LongRowProps extends RowPlace {
  /** In the first column; it is what opens the row. */
  readonly name: string;
  /** Behind the name, muted. */
  readonly remark?: string | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  /** Of the other columns. */
  readonly cells: readonly LongCell[];
}

/** `title`: all of it, where the cell may be cut off. */
export type LongCell = JSX.Element | string | { readonly text: string; readonly title: string };

export function LongRow({ name, remark, index, isReached, isChosen, onChoose, cells }: LongRowProps): JSX.Element {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`gennaker-long-row ${isChosen ? 'gennaker-long-chosen' : ''}`}
      style={{ top: index * rowHeight, height: rowHeight }}
    >
      <span role="cell" title={name}>
        <button
          type="button"
          className="gennaker-long-name"
          data-index={index}
          tabIndex={isReached ? 0 : -1}
          aria-pressed={isChosen}
          onClick={onChoose}
        >
          {name}
        </button>
        {remark !== undefined && <span className="gennaker-muted"> {remark}</span>}
      </span>
      {cells.map((cell, column) => (
        <Cell key={column} cell={cell} />
      ))}
    </div>
  );
}

function Cell({ cell }: { readonly cell: LongCell }): JSX.Element {
  if (typeof cell === 'string' || !('text' in cell)) return <span role="cell">{cell}</span>;
  return (
    <span role="cell" title={cell.title}>
      {cell.text}
    </span>
  );
}

/** `a, b and 3 more`: each once. */
export function shortList(words: readonly string[], most = 2): string {
  const distinct = [...new Set(words)];
  const hidden = distinct.length - most;
  return hidden > 0 ? `${distinct.slice(0, most).join(', ')} and ${hidden} more` : distinct.join(', ');
}
