import React, { useState } from 'react';
import type { ObjectReport } from '../../backend-stub/contract/report.ts';
import type { Plan } from '../service/stage-service.ts';
import { Problems } from '../view/form/Problems.tsx';
import type { Line } from '../view/form/Problems.tsx';

export interface PlanPreviewProps {
  readonly plan: Plan;
  readonly goTo: (line: number) => void;
}

/** Of hundreds of objects the first ones are drawn: all of them take longer than a key press may. */
const shownAtFirst = 30;

export const PlanPreview = React.memo(function PlanPreview({ plan, goTo }: PlanPreviewProps): JSX.Element {
  const [all, setAll] = useState(false);
  const { objects, warnings, problems } = plan;
  const lines: readonly Line[] = [
    ...problems.map((problem): Line => {
      const { where, sentence, line } = problem;
      const text = `${where}: ${sentence}`;
      if (line === undefined) return { tone: 'problem', text };
      return { tone: 'problem', text, action: { label: `Go to line ${line}`, run: () => goTo(line) } };
    }),
    ...warnings.map((text): Line => ({ tone: 'warning', text })),
  ];
  return (
    <>
      <Problems lines={all ? lines : lines.slice(0, shownAtFirst)} />
      {objects.length > 0 && (
        <table className="table table-condensed gennaker-plan-objects">
          <thead>
            <tr>
              <th scope="col">Object</th>
              <th scope="col">What happens</th>
              <th scope="col">After an abort</th>
            </tr>
          </thead>
          <tbody>
            {(all ? objects : objects.slice(0, shownAtFirst)).map((object) => (
              <ObjectRow key={`${object.kind}/${object.namespace ?? ''}/${object.name}`} object={object} />
            ))}
          </tbody>
        </table>
      )}
      {!all && Math.max(objects.length, lines.length) > shownAtFirst && (
        <button type="button" className="gennaker-link" onClick={() => setAll(true)}>
          Show everything: {planCounts(plan)}
        </button>
      )}
    </>
  );
});

function ObjectRow({ object }: { readonly object: ObjectReport }): JSX.Element {
  const { kind, name, namespace, treatment, restoredByAbort } = object;
  return (
    <tr>
      <td>
        <span className="gennaker-plan-kind">{kind} </span>
        <span className="gennaker-plan-name">{name}</span>
        {namespace !== undefined && <span className="gennaker-plan-namespace"> in {namespace}</span>}
      </td>
      <td>{treatments[treatment] ?? treatment}</td>
      <td>{restoredByAbort ? 'as before' : 'stays as applied'}</td>
    </tr>
  );
}

const treatments: Readonly<Record<string, string>> = { progressive: 'rolled out in steps', applied: 'applied first' };

export function planSummary({ objects, warnings, problems }: Plan): string {
  const parts = [count(problems.length, 'problem'), count(warnings.length, 'warning')].filter((part) => part !== '');
  if (problems.length > 0) return `A run would be refused: ${parts.join(', ')}.`;
  const what = `${count(objects.length, 'object') || 'no object'} would be deployed`;
  return parts.length === 0 ? `${what}.` : `${what}, with ${parts.join(', ')}.`;
}

function planCounts({ objects, warnings, problems }: Plan): string {
  const counts = [
    count(objects.length, 'object'),
    count(warnings.length, 'warning'),
    count(problems.length, 'problem'),
  ];
  return counts.filter((part) => part !== '').join(', ');
}

function count(number: number, word: string): string {
  if (number === 0) return '';
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
