import React from 'react';
import { Problems } from '../view/form/Problems.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { isBelow } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { places } from './read-form.ts';
import type { StageProblem } from './stage-problems.ts';
import { look, removeAt } from './value-at.ts';
import type { Path } from './value-at.ts';

/** What the fields of the form say by themselves: at these places, and below those. */
const fields: readonly Path[] = [[], ['targets'], ['targets', 0], ['manifest'], ['strategy'], ['strategy', 'canary']];
const wholeFields: readonly Path[] = [
  places.account,
  places.namespace,
  places.source,
  places.text,
  places.expressions,
  places.steps,
  places.takeOwnership,
  places.notifications,
  ['workload'],
  ['onFailure'],
  ['onCancel'],
  ['onStall'],
  ['onOutsidePromotion'],
  ['ifInProgress'],
];

/** Keys that somebody wrote by hand and that no field shows. They stay, and keep the stage from being saved until they go. */
export function OtherKeys({ id, deployment, problems, change }: FormPart): JSX.Element | null {
  const others = problems.filter(({ path }) => !isShown(path));
  if (others.length === 0) return null;
  const lines = others.map(({ path, sentence }): Line => {
    const text = `${path.join('.')}: ${sentence}`;
    if (look(deployment, path).kind !== 'value') return { tone: 'problem', text };
    const label = `Remove ${String(path[path.length - 1])}`;
    return { tone: 'problem', text, action: { label, run: () => change((current) => removeAt(current, path)) } };
  });
  return (
    <section aria-labelledby={`${id}-other`} className="gennaker-by-hand">
      <h4 id={`${id}-other`}>Written by hand</h4>
      <Problems lines={lines} />
    </section>
  );
}

function isShown(path: StageProblem['path']): boolean {
  return fields.some((field) => field.join() === path.join()) || wholeFields.some((field) => isBelow(path, field));
}
