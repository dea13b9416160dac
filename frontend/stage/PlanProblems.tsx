import React, { useState } from 'react';
import type { Plan } from '../service/stage-service.ts';
import { changeCounts } from '../view/ChangeList.tsx';
import { Problems } from '../view/form/Problems.tsx';
import type { Line } from '../view/form/Problems.tsx';

export interface PlanProblemsProps {
  readonly plan: Plan;
  readonly goTo: (line: number) => void;
}

/** Of hundreds of lines the first ones are drawn: all of them take longer than a key press may. */
const shownAtFirst = 30;

export const PlanProblems = React.memo(function PlanProblems({ plan, goTo }: PlanProblemsProps): JSX.Element {
  const [all, setAll] = useState(false);
  const { warnings, problems } = plan;
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
      {!all && lines.length > shownAtFirst && (
        <button type="button" className="gennaker-link" onClick={() => setAll(true)}>
          Show everything: {planCounts(plan)}
        </button>
      )}
      {problems.length === 0 && <p className="gennaker-help">{changeWords(plan)}</p>}
    </>
  );
});

function changeWords({ objects }: Plan): string {
  if (objects.length === 0) return '';
  return `${changeCounts(objects)}. The lines are in the plan, at the end of this form.`;
}

export function planSummary({ objects, warnings, problems }: Plan): string {
  const parts = [count(problems.length, 'problem'), count(warnings.length, 'warning')].filter((part) => part !== '');
  if (problems.length > 0) return `A run would be refused: ${parts.join(', ')}.`;
  const what = `${count(objects.length, 'object') || 'no object'} would be deployed`;
  return parts.length === 0 ? `${what}.` : `${what}, with ${parts.join(', ')}.`;
}

function planCounts({ warnings, problems }: Plan): string {
  return [count(warnings.length, 'warning'), count(problems.length, 'problem')]
    .filter((part) => part !== '')
    .join(', ');
}

function count(number: number, word: string): string {
  if (number === 0) return '';
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}
