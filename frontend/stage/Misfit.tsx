import React from 'react';
import { WrittenByHand } from '../view/form/WrittenByHand.tsx';
import type { FormPart } from './form-context.ts';
import { isBelow } from './form-context.ts';
import { initialDeployment } from './initial-deployment.ts';
import { fieldName } from './problem-words.ts';
import { look, removeAt, setAt } from './value-at.ts';
import type { Misfit as MisfitValue, Path } from './value-at.ts';

/** What stands where a field should be, and the offer to put there what a new stage has. */
export function Misfit({ part, misfit }: { readonly part: FormPart; readonly misfit: MisfitValue }): JSX.Element {
  const { path, value } = misfit;
  const why = part.problems.filter((problem) => isBelow(problem.path, path)).map(({ sentence }) => sentence);
  return (
    <WrittenByHand
      name={fieldName(path)}
      value={value}
      why={why.join(' ')}
      replacement="Replace it with what a new stage has"
      onReplace={() => part.change((deployment) => startOver(deployment, path))}
    />
  );
}

function startOver(deployment: unknown, path: Path): unknown {
  const initial = look(initialDeployment(), path);
  return initial.kind === 'value' ? setAt(deployment, path, initial.value) : removeAt(deployment, path);
}
