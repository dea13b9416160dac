import React from 'react';
import { Checkbox } from '../view/form/Checkbox.tsx';
import { linesBelow } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { Misfit } from './Misfit.tsx';
import { places, readFlag } from './read-form.ts';
import { stageHelp } from './stage-help.ts';
import { setAt } from './value-at.ts';

/** Whether what belongs to somebody else is taken over from him. */
export function OwnershipField(part: FormPart): JSX.Element {
  const { id, deployment, problems, change } = part;
  const written = readFlag(deployment, places.takeOwnership);
  if (written.kind === 'misfit') return <Misfit part={part} misfit={written} />;
  return (
    <Checkbox
      id={`${id}-take-ownership`}
      heading="What belongs to somebody else"
      label="Take it over"
      help={stageHelp.takeOwnership}
      checked={written.value}
      lines={linesBelow(problems, places.takeOwnership)}
      onCheck={(checked) => change((current) => setAt(current, places.takeOwnership, checked))}
    />
  );
}
