import React from 'react';
import { folded } from '../../backend-stub/contract/authorization.ts';
import { holdsExpression } from '../../backend-stub/contract/expressions.ts';
import { isManaged } from '../../backend-stub/pipelines/identity.ts';
import type { Trigger } from '../../backend-stub/pipelines/pipeline.ts';
import { Field } from '../view/form/Field.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { Select } from '../view/form/Select.tsx';
import { rolesSentence, triggerWords } from './edit-words.ts';

export interface RunAsFieldsProps {
  readonly id: string;
  readonly triggers: readonly Trigger[];
  readonly runAs: readonly string[];
  /** Those that the author may use; undefined where Gate does not say. */
  readonly offered: readonly string[] | undefined;
  /** Undefined where they are not known. */
  readonly rolesOf: (account: string) => readonly string[] | undefined;
  readonly onRunAs: (runAs: readonly string[]) => void;
}

/** An account for each trigger, of those that whoever edits may use. */
export function RunAsFields({ id, triggers, runAs, offered, rolesOf, onRunAs }: RunAsFieldsProps): JSX.Element {
  if (triggers.length === 0) return <p>It has no triggers: add one where Deck edits the pipeline, and choose here.</p>;
  const byHand = (offered ?? []).filter((name) => !isManaged(name));
  return (
    <>
      {triggers.map((trigger, index) => {
        const chosen = runAs[index] ?? '';
        return (
          <Field
            key={index}
            id={`${id}-${index}`}
            label={triggerWords(trigger)}
            help={trigger.kind === 'pipeline' ? 'Without an account it runs as whoever ran the pipeline before.' : ''}
            lines={[...accountLines(chosen, offered), ...roleLines(chosen, rolesOf)]}
          >
            {(input) => (
              <Select
                {...input}
                className="gennaker-input"
                value={chosen}
                options={[
                  ['', trigger.kind === 'pipeline' ? 'whoever ran the pipeline before' : 'nobody (anonymous)'],
                  ...byHand.map((name) => [name, name] as const),
                ]}
                unknown={chosen}
                onChoose={(name) => onRunAs(triggers.map((_, at) => (at === index ? name : (runAs[at] ?? ''))))}
              />
            )}
          </Field>
        );
      })}
    </>
  );
}

function roleLines(chosen: string, rolesOf: RunAsFieldsProps['rolesOf']): readonly Line[] {
  if (chosen === '' || holdsExpression(chosen)) return [];
  return [{ tone: 'note', text: rolesSentence(rolesOf(chosen)) }];
}

function accountLines(chosen: string, offered: readonly string[] | undefined): readonly Line[] {
  if (chosen === '') return [];
  if (holdsExpression(chosen))
    return [{ tone: 'warning', text: 'An expression: whom it runs as is decided at run time, if at all.' }];
  if (offered === undefined || offered.some((name) => folded(name) === folded(chosen))) return [];
  return [
    { tone: 'warning', text: 'It is none of the accounts that you may use: it is gone, or you lack one of its roles.' },
  ];
}
