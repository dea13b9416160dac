import React, { useState } from 'react';
import { holdsExpression } from '../../backend-stub/contract/expressions.ts';
import type { Account } from '../service/stage-service.ts';
import { Field } from '../view/form/Field.tsx';
import type { InputAttributes } from '../view/form/Field.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { Select } from '../view/form/Select.tsx';
import { linesAt } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { places } from './read-form.ts';
import { stageHelp } from './stage-help.ts';
import type { AccountsAsked } from './use-accounts.ts';
import { setAt } from './value-at.ts';

export interface AccountFieldProps {
  readonly part: FormPart;
  readonly value: string;
  readonly accounts: AccountsAsked;
}

/** A choice of the accounts that the service knows. Without a list the name can be typed: a form needs no service. */
export function AccountField({ part, value, accounts }: AccountFieldProps): JSX.Element {
  const [typing, setTyping] = useState(false);
  const { asked } = accounts;
  const list = asked.kind === 'answered' ? asked.answer.accounts : [];
  const typed = typing || asked.kind === 'failed' || (asked.kind === 'answered' && list.length === 0);
  const onChange = (account: string): void => part.change((deployment) => setAt(deployment, places.account, account));
  const lines = [
    ...linesAt(part.problems, ['targets'], ['targets', 0], places.account),
    ...accountLines(value, accounts),
  ];
  return (
    <Field id={`${part.id}-account`} label="Account" help={stageHelp.account} lines={lines}>
      {(input) => (
        <div className="gennaker-inline">
          {typed ? (
            <TextInput input={input} value={value} onChange={onChange} />
          ) : (
            <AccountSelect input={input} value={value} accounts={list} onChange={onChange} />
          )}
          {list.length > 0 && (
            <button type="button" className="gennaker-link" onClick={() => setTyping(!typing)}>
              {typing ? 'Choose from the list' : 'Type a name or an expression'}
            </button>
          )}
        </div>
      )}
    </Field>
  );
}

function accountLines(value: string, { asked, askAgain }: AccountsAsked): readonly Line[] {
  if (asked.kind === 'asking') return [{ tone: 'note', text: 'Asking the service for its accounts…' }];
  const action = { label: 'Ask again', run: askAgain };
  if (asked.kind === 'failed')
    return [
      { tone: 'warning', text: `${asked.heading} ${asked.sentence} The name of the account can be typed.`, action },
    ];
  const { access, accounts } = asked.answer;
  const open: readonly Line[] = access === 'open' ? [{ tone: 'warning', text: openWords }] : [];
  if (accounts.length === 0)
    return [
      {
        tone: 'warning',
        text: 'The service knows no account yet. Whoever operates it adds them to its configuration.',
        action,
      },
      ...open,
    ];
  return [...chosenLines(value, accounts), ...open];
}

const openWords = 'Access is open: the stage service checks nobody’s rights, so everybody may deploy and decide.';

function chosenLines(value: string, accounts: readonly Account[]): readonly Line[] {
  if (value === '') return [];
  if (holdsExpression(value)) return [{ tone: 'note', text: 'Known when the pipeline runs.' }];
  const account = accounts.find(({ name }) => name === value);
  if (account === undefined)
    return [
      { tone: 'warning', text: `The service knows no account ${value}. A run that starts now would be refused.` },
    ];
  if (account.authorized) return [];
  const text = `You may not deploy to ${value}: it takes WRITE on the account. The pipeline runs only for those who may.`;
  return [{ tone: 'warning', text }];
}

interface InputProps {
  readonly input: InputAttributes;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

export function TextInput({ input, value, onChange }: InputProps): JSX.Element {
  return (
    <input
      {...input}
      type="text"
      className="form-control input-sm gennaker-input"
      value={value}
      spellCheck={false}
      autoComplete="off"
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function AccountSelect({
  input,
  value,
  accounts,
  onChange,
}: InputProps & { accounts: readonly Account[] }): JSX.Element {
  const options = accounts.map(
    ({ name, authorized }) => [name, authorized ? name : `${name} (you may not deploy there)`] as const,
  );
  return (
    <Select
      {...input}
      className="gennaker-input"
      value={value}
      options={[['', 'Choose an account'], ...options]}
      unknown={value}
      onChoose={onChange}
    />
  );
}
