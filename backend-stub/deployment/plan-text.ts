import type { DiffPart, Verdict } from '../contract/change.ts';
import type { PlanReport, PlannedChange } from '../contract/plan.ts';
import { objectName } from './kubernetes-object.ts';

const signs: Readonly<Record<Verdict, string>> = { create: '+', change: '~', replace: '~', unchanged: '=' };

/** A plan for a terminal: objects with their changed lines, then what else is to be known. */
export function planText(plan: PlanReport): string {
  const { objects, approvals, abortDoesNotRestore, notes, warnings, problems } = plan;
  const parts = [
    objects.map(objectText).join('\n'),
    listed(
      'Who has to approve:',
      approvals.map(({ sentence }) => sentence),
    ),
    listed('An abort leaves as applied:', abortDoesNotRestore),
    listed('Good to know:', notes),
    listed('Warnings:', warnings),
    listed(
      'It would be refused:',
      problems.map(({ where, sentence, line }) => `${where}${line === undefined ? '' : `, line ${line}`}: ${sentence}`),
    ),
    changesAnything(plan) ? '' : 'Nothing would change.',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What could not be tried counts as a change. */
export function changesAnything({ objects, problems }: PlanReport): boolean {
  return problems.length > 0 || objects.some(({ change }) => change?.verdict !== 'unchanged');
}

function objectText(object: PlannedChange): string {
  const { change } = object;
  if (change === undefined) return `? ${objectName(object)} (not tried)`;
  const replaces = change.replaces === undefined ? '' : `, in place of ${change.replaces}`;
  const lines = change.diff.flatMap(partLines).map((line) => `    ${line}`);
  return [`${signs[change.verdict]} ${objectName(object)} (${words[change.verdict]}${replaces})`, ...lines].join('\n');
}

const words: Readonly<Record<Verdict, string>> = {
  create: 'created',
  change: 'changed',
  replace: 'replaced',
  unchanged: 'unchanged',
};

function partLines(part: DiffPart): readonly string[] {
  switch (part.kind) {
    case 'unchanged':
      return part.lines.map((line) => `  ${line}`);
    case 'removed':
      return part.lines.map((line) => `- ${line}`);
    case 'added':
      return part.lines.map((line) => `+ ${line}`);
    case 'folded':
      return [`  (${part.count} unchanged lines${part.within === undefined ? '' : `, then inside ${part.within}`})`];
  }
}

function listed(heading: string, sentences: readonly string[]): string {
  return sentences.length === 0 ? '' : [heading, ...sentences.map((sentence) => `  ${sentence}`)].join('\n');
}
