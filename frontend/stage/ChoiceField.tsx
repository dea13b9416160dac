import React from 'react';
import { Choices } from '../view/form/Choices.tsx';
import type { Choice } from '../view/form/Choices.tsx';
import { linesBelow } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { Misfit } from './Misfit.tsx';
import { readText } from './read-form.ts';
import { stageHelp } from './stage-help.ts';
import { setAt } from './value-at.ts';

export interface ChoiceFieldProps<Word extends string> {
  readonly part: FormPart;
  readonly name: 'onFailure' | 'onCancel' | 'onStall' | 'onOutsidePromotion' | 'workload';
  readonly label: string;
  /** The first one is what a stage means that says nothing. */
  readonly choices: readonly Choice<Word>[];
}

/** A key of the stage that is one of a few words. */
export function ChoiceField<Word extends string>(props: ChoiceFieldProps<Word>): JSX.Element {
  const { part, name, label, choices } = props;
  const { id, deployment, problems, change } = part;
  const written = readText(deployment, [name]);
  if (written.kind === 'misfit') return <Misfit part={part} misfit={written} />;
  const chosen = written.value === '' ? (choices[0]?.word ?? '') : written.value;
  if (!choices.some(({ word }) => word === chosen))
    return <Misfit part={part} misfit={{ kind: 'misfit', path: [name], value: chosen }} />;
  return (
    <Choices
      id={`${id}-${name}`}
      label={label}
      help={stageHelp[name]}
      choices={choices}
      chosen={chosen}
      lines={linesBelow(problems, [name])}
      onChoose={(word) => change((current) => setAt(current, [name], word))}
    />
  );
}
