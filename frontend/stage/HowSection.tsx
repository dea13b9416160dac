import React from 'react';
import { Problems } from '../view/form/Problems.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { isBelow, linesAt, problemLine } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { Misfit } from './Misfit.tsx';
import { places, readItems } from './read-form.ts';
import { StepList } from './StepList.tsx';
import { setAt } from './value-at.ts';

/** The steps of the canary. */
export function HowSection({ announce, ...part }: FormPart & { announce: (sentence: string) => void }): JSX.Element {
  const { id, deployment, problems, change } = part;
  const steps = readItems(deployment, places.steps);
  const linesOf = (index: number): readonly Line[] =>
    problems.filter(({ path }) => isBelow(path, [...places.steps, index])).map(problemLine);
  return (
    <section aria-labelledby={`${id}-how`}>
      <h4 id={`${id}-how`}>How to roll it out</h4>
      {steps.kind === 'misfit' ? (
        <Misfit part={part} misfit={steps} />
      ) : (
        <>
          <Problems lines={linesAt(problems, ['strategy'], ['strategy', 'canary'], places.steps)} />
          <StepList
            id={`${id}-steps`}
            steps={steps.value}
            linesOf={linesOf}
            announce={announce}
            onChange={(changed) => change((current) => setAt(current, places.steps, changed))}
          />
        </>
      )}
    </section>
  );
}
