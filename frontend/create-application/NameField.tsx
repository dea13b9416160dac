import React from 'react';
import { Field } from '../view/form/Field.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { Notice } from '../view/Notice.tsx';
import { listed } from './access-words.ts';
import { creationHelp } from './creation-help.ts';
import type { Answer } from './use-answer.ts';
import { completed, nearestFirst, verdictWords } from './verdict-words.ts';
import type { VerdictWords } from './verdict-words.ts';

export interface NameFieldProps {
  readonly id: string;
  readonly name: string;
  readonly lines: readonly Line[];
  readonly answer: Answer;
  readonly onName: (name: string) => void;
}

/** The name, and as it is typed whether this person may create it. */
export const NameField = React.memo(function NameField({
  id,
  name,
  lines,
  answer,
  onName,
}: NameFieldProps): JSX.Element {
  const field = React.useRef<HTMLInputElement>(null);
  const goOnWith = (begin: string): void => {
    onName(completed(name, begin));
    field.current?.focus();
  };
  return (
    <Field id={id} label="Name *" help={creationHelp.name} lines={lines}>
      {(input) => (
        <>
          <input
            {...input}
            ref={field}
            className="form-control input-sm"
            type="text"
            autoFocus
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            aria-required
            data-purpose="application-name"
            value={name}
            onChange={({ target }) => onName(target.value)}
          />
          <div className="gennaker-create-verdict" role="status">
            <Verdict words={verdictWords(answer)} name={name} onCompletion={goOnWith} />
          </div>
        </>
      )}
    </Field>
  );
});

interface VerdictProps {
  readonly words: VerdictWords | undefined;
  readonly name: string;
  readonly onCompletion: (begin: string) => void;
}

const offered = 8;

function Verdict({ words, name, onCompletion }: VerdictProps): JSX.Element | null {
  if (words === undefined) return null;
  const { tone, sentence, completions, roles } = words;
  const nearest = nearestFirst(completions, name);
  return (
    <Notice tone={tone}>
      <p>{sentence}</p>
      {nearest.length > 0 && (
        <p>
          You may use names that begin with{' '}
          {nearest.slice(0, offered).map((begin) => (
            <React.Fragment key={begin}>
              <button type="button" className="gennaker-link" onClick={() => onCompletion(begin)}>
                {begin}
              </button>{' '}
            </React.Fragment>
          ))}
          {nearest.length > offered && `and ${nearest.length - offered} more`}
        </p>
      )}
      {roles.length > 0 && <p>Roles that could create it: {listed(roles, 8)}.</p>}
    </Notice>
  );
}
