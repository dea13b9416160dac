import React from 'react';
import { workloadForms } from '../../backend-stub/contract/deployment.ts';
import type { WorkloadForm } from '../../backend-stub/contract/deployment.ts';
import type { Choice } from '../view/form/Choices.tsx';
import { Problems } from '../view/form/Problems.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { ChoiceField } from './ChoiceField.tsx';
import { isBelow, linesAt, problemLine } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { Misfit } from './Misfit.tsx';
import { places, readItems } from './read-form.ts';
import { StepList } from './StepList.tsx';
import { setAt } from './value-at.ts';

const choices: Readonly<Record<WorkloadForm, Choice<WorkloadForm>>> = {
  rollout: {
    word: 'rollout',
    label: 'A Rollout takes its place',
    help: 'The Rollout holds the pod template. Right where nobody else needs a Deployment of that name. One that runs already is kept without pods, as it was.',
  },
  deployment: {
    word: 'deployment',
    label: 'It stays, and a Rollout refers to it',
    help: 'Each version is written into the Deployment, so tools that read it see what runs, by image and template. Its pods are those of the Rollout, and autoscalers aim at that.',
  },
};
const workloads = workloadForms.map((word) => choices[word]);

/** The steps of the canary, and which object holds the version. */
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
      <ChoiceField part={part} name="workload" label="What becomes of the Deployment" choices={workloads} />
    </section>
  );
}
