import './audit.css';
import React, { useCallback, useRef } from 'react';
import type { AuditLine } from '../service/audit-lines.ts';
import { AuditRow } from './AuditRow.tsx';

export interface AuditTableProps {
  /** Newest first. */
  readonly records: readonly AuditLine[];
  /** In milliseconds: of which day it is. */
  readonly now: number;
  readonly label: string;
  /** Where there is little room, and everybody knows on what each was: the result stands below what happened. */
  readonly compact: boolean;
}

const columns = [
  ['time', 'Time', true],
  ['who', 'Who', true],
  ['what', 'What', true],
  ['where', 'On', false],
  ['sentence', 'What happened', true],
  ['ending', 'Result', false],
] as const;

/** A line for each record, which opens to all of it. The arrow keys go from line to line: a hundred take long by Tab. */
export function AuditTable({ records, now, label, compact }: AuditTableProps): JSX.Element {
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = useCallback((event: React.KeyboardEvent) => {
    const folds = [...(table.current?.querySelectorAll<HTMLButtonElement>('.gennaker-audit-fold') ?? [])];
    const at = folds.findIndex((fold) => fold === event.target);
    const to = at === -1 ? undefined : folds[neighbour(event.key, at, folds.length)];
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
  }, []);
  return (
    <table
      ref={table}
      className={`table table-condensed gennaker-audit-table ${compact ? 'gennaker-audit-compact' : ''}`}
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr>
          {columns.map(([name, heading, always]) =>
            compact && !always ? undefined : (
              <th key={name} scope="col" className={`gennaker-audit-${name}`}>
                {heading}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {records.map((line) => (
          <AuditRow key={`${line.tenant} ${line.sequence}`} line={line} {...{ now, compact }} />
        ))}
      </tbody>
    </table>
  );
}

/** Nowhere, as -1, for every other key. */
function neighbour(key: string, at: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
