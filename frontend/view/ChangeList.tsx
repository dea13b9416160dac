import './change-list.css';
import React, { useState } from 'react';
import type { ObjectChange, Verdict } from '../../backend-stub/contract/change.ts';
import type { PlannedChange } from '../../backend-stub/contract/plan.ts';
import { DiffLines } from './DiffLines.tsx';

export interface ChangeListProps {
  readonly objects: readonly PlannedChange[];
  readonly label: string;
  /** Whether it is said what an abort would do: of what is still to come. */
  readonly abort: boolean;
}

const shownAtFirst = 30;

/** Each object with what becomes of it; one that changes opens to its lines. */
export function ChangeList({ objects, label, abort }: ChangeListProps): JSX.Element {
  const [all, setAll] = useState(false);
  return (
    <>
      <ul className="gennaker-changes" aria-label={label}>
        {(all ? objects : objects.slice(0, shownAtFirst)).map((object) => (
          <li key={`${object.kind}/${object.namespace ?? ''}/${object.name}`}>
            <Row object={object} abort={abort} />
          </li>
        ))}
      </ul>
      {!all && objects.length > shownAtFirst && (
        <button type="button" className="gennaker-link" onClick={() => setAll(true)}>
          Show all {objects.length} objects
        </button>
      )}
    </>
  );
}

interface RowProps {
  readonly object: PlannedChange;
  readonly abort: boolean;
}

function Row({ object, abort }: RowProps): JSX.Element {
  const { change } = object;
  const [open, setOpen] = useState(false);
  if (change === undefined || change.diff.length === 0)
    return (
      <div className="gennaker-change">
        <Summary object={object} abort={abort} />
      </div>
    );
  return (
    <details className="gennaker-change" onToggle={({ currentTarget }) => setOpen(currentTarget.hasAttribute('open'))}>
      <summary>
        <Summary object={object} abort={abort} />
      </summary>
      {open && <DiffLines diff={change.diff} label={`What changes in ${object.kind} ${object.name}`} />}
    </details>
  );
}

function Summary({ object, abort }: RowProps): JSX.Element {
  const { kind, name, namespace, treatment, change } = object;
  return (
    <span className="gennaker-change-row">
      <span className={`gennaker-verdict gennaker-verdict-${change?.verdict ?? 'untried'}`}>{verdictWord(change)}</span>
      <span className="gennaker-change-name">
        {kind} <strong>{name}</strong>
        {namespace !== undefined && ` in ${namespace}`}
        {change?.replaces !== undefined && `, in place of ${change.replaces}`}
      </span>
      <span className="gennaker-change-way">
        {ways[treatment] ?? treatment}
        {abort && afterAbort(object)}
      </span>
    </span>
  );
}

/** Of a first deployment there is no version to go back to, and what stays as it is needs none. */
function afterAbort({ treatment, restoredByAbort, change }: PlannedChange): string {
  const isFirst = treatment === 'progressive' && change?.verdict === 'create';
  if (isFirst || change?.verdict === 'unchanged') return '';
  return restoredByAbort ? ', put back by an abort' : ', not put back by an abort';
}

const ways: Readonly<Record<string, string>> = { progressive: 'in steps', applied: 'at once' };

const words: Readonly<Record<Verdict, string>> = {
  create: 'created',
  change: 'changed',
  replace: 'replaced',
  unchanged: 'unchanged',
};

function verdictWord(change: ObjectChange | undefined): string {
  return change === undefined ? 'not tried' : words[change.verdict];
}

/** `1 created, 2 changed, 4 unchanged`: what a whole list comes to. */
export function changeCounts(objects: readonly PlannedChange[]): string {
  const all = objects.map(({ change }) => verdictWord(change));
  const counts = [...Object.values(words), 'not tried'].map((word) => [all.filter((one) => one === word).length, word]);
  return counts
    .filter(([count]) => count !== 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
