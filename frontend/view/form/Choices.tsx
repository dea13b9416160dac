import React from 'react';
import { Problems } from './Problems.tsx';
import type { Line } from './Problems.tsx';

export interface Choice<Word extends string> {
  readonly word: Word;
  readonly label: string;
  readonly help: string;
}

export interface ChoicesProps<Word extends string> {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly choices: readonly Choice<Word>[];
  readonly chosen: string;
  readonly lines?: readonly Line[];
  readonly onChoose: (word: Word) => void;
}

/** One of a few, each with what it means. */
export function Choices<Word extends string>(props: ChoicesProps<Word>): JSX.Element {
  const { id, label, help, choices, chosen, lines = [], onChoose } = props;
  return (
    <div
      className="gennaker-field"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-lines ${id}-help`}
    >
      <span id={`${id}-label`} className="gennaker-label">
        {label}
      </span>
      <div className="gennaker-control">
        <p id={`${id}-help`} className="gennaker-help gennaker-help-above">
          {help}
        </p>
        <div className="gennaker-choices">
          {choices.map((choice) => (
            <div key={choice.word} className="gennaker-choice">
              <input
                type="radio"
                id={`${id}-${choice.word}`}
                name={id}
                checked={chosen === choice.word}
                aria-describedby={`${id}-${choice.word}-help`}
                onChange={() => onChoose(choice.word)}
              />
              <label htmlFor={`${id}-${choice.word}`}>{choice.label}</label>
              <p id={`${id}-${choice.word}-help`} className="gennaker-help">
                {choice.help}
              </p>
            </div>
          ))}
        </div>
        <Problems id={`${id}-lines`} lines={lines} />
      </div>
    </div>
  );
}
