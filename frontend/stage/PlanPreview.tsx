import React from 'react';
import type { ObjectReport } from '../../backend-stub/contract/report.ts';
import type { Plan } from '../service/stage-service.ts';
import { Problems } from '../view/form/Problems.tsx';
import type { Line } from '../view/form/Problems.tsx';

export interface PlanPreviewProps {
  readonly plan: Plan;
  readonly goTo: (line: number) => void;
}

export function PlanPreview({ plan, goTo }: PlanPreviewProps): JSX.Element {
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
      <p role="status">{summary(plan)}</p>
      <Problems lines={lines} />
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
            {objects.map((object) => (
              <ObjectRow key={`${object.kind}/${object.namespace ?? ''}/${object.name}`} object={object} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function ObjectRow({ object }: { readonly object: ObjectReport }): JSX.Element {
  const { kind, name, namespace, treatment, restoredByAbort } = object;
  return (
    <tr>
      <td>
        <span className="gennaker-plan-kind">{kind}</span> <span className="gennaker-plan-name">{name}</span>
        {namespace !== undefined && <span className="gennaker-plan-namespace"> in {namespace}</span>}
      </td>
      <td>{treatments[treatment] ?? treatment}</td>
      <td>{restoredByAbort ? 'as before' : 'stays as applied'}</td>
    </tr>
  );
}

const treatments: Readonly<Record<string, string>> = { progressive: 'rolled out in steps', applied: 'applied first' };

function summary({ objects, warnings, problems }: Plan): string {
  const parts = [count(problems.length, 'problem'), count(warnings.length, 'warning')].filter((part) => part !== '');
  if (problems.length > 0) return `A run would be refused: ${parts.join(', ')}.`;
  const what = `${count(objects.length, 'object') || 'no object'} would be deployed`;
  return parts.length === 0 ? `${what}.` : `${what}, with ${parts.join(', ')}.`;
}

function count(number: number, word: string): string {
  if (number === 0) return '';
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
