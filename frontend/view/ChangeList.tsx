import './change-list.css';
import React, { useState } from 'react';
import type { ObjectChange, Verdict } from '../../backend-stub/contract/change.ts';
import type { PlannedChange } from '../../backend-stub/contract/plan.ts';
import { DiffLines } from './DiffLines.tsx';

export interface ChangeListProps {
  readonly objects: readonly PlannedChange[];
  readonly label: string;
}

const shownAtFirst = 30;

/** Each object with what becomes of it; one that changes opens to its lines. */
export function ChangeList({ objects, label }: ChangeListProps): JSX.Element {
  const [all, setAll] = useState(false);
  return (
    <>
      <ul className="gennaker-changes" aria-label={label}>
        {(all ? objects : objects.slice(0, shownAtFirst)).map((object) => (
          <li key={`${object.kind}/${object.namespace ?? ''}/${object.name}`}>
            <Row object={object} />
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

function Row({ object }: { readonly object: PlannedChange }): JSX.Element {
  const { change } = object;
  const [open, setOpen] = useState(false);
  if (change === undefined || change.diff.length === 0)
    return (
      <div className="gennaker-change">
        <Summary object={object} />
      </div>
    );
  return (
    <details className="gennaker-change" onToggle={({ currentTarget }) => setOpen(currentTarget.hasAttribute('open'))}>
      <summary>
        <Summary object={object} />
      </summary>
      {open && <DiffLines diff={change.diff} label={`What changes in ${object.kind} ${object.name}`} />}
    </details>
  );
}

function Summary({ object }: { readonly object: PlannedChange }): JSX.Element {
  const { kind, name, namespace, treatment, restoredByAbort, change } = object;
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
        {change?.verdict !== 'unchanged' && (restoredByAbort ? ', put back by an abort' : ', not put back by an abort')}
      </span>
    </span>
  );
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
