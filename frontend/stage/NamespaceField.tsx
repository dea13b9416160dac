import React from 'react';
import { holdsExpression } from '../../backend-stub/contract/expressions.ts';
import type { Account } from '../service/stage-service.ts';
import { Field } from '../view/form/Field.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { Select } from '../view/form/Select.tsx';
import { TextInput } from './AccountField.tsx';
import { linesAt } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { places } from './read-form.ts';
import { stageHelp } from './stage-help.ts';
import { removeAt, setAt } from './value-at.ts';

export interface NamespaceFieldProps {
  readonly part: FormPart;
  readonly value: string;
  /** The chosen account, where the service knows it. */
  readonly account: Account | undefined;
}

/** A choice where the account allows some namespaces only, and else a text. Nothing chosen leaves the key out. */
export function NamespaceField({ part, value, account }: NamespaceFieldProps): JSX.Element {
  const allowed = account?.namespaces;
  const onChange = (namespace: string): void =>
    part.change((deployment) =>
      namespace === '' ? removeAt(deployment, places.namespace) : setAt(deployment, places.namespace, namespace),
    );
  const lines = [...linesAt(part.problems, places.namespace), ...namespaceLines(value, account)];
  return (
    <Field id={`${part.id}-namespace`} label="Namespace" help={stageHelp.namespace} lines={lines}>
      {(input) =>
        allowed === undefined || holdsExpression(value) ? (
          <TextInput input={input} value={value} onChange={onChange} />
        ) : (
          <Select
            {...input}
            className="gennaker-input"
            value={value}
            options={[['', 'From the manifest'], ...allowed.map((name) => [name, name] as const)]}
            unknown={`${value} (not allowed)`}
            onChoose={onChange}
          />
        )
      }
    </Field>
  );
}

function namespaceLines(value: string, account: Account | undefined): readonly Line[] {
  if (holdsExpression(value)) return [{ tone: 'note', text: 'Known when the pipeline runs.' }];
  if (value !== '' && account?.namespaces?.includes(value) === false)
    return [{ tone: 'warning', text: `${account.name} allows ${account.namespaces.join(', ')} only.` }];
  if (value === '' && account?.defaultNamespace !== undefined)
    return [{ tone: 'note', text: `Objects whose manifest names none go to ${account.defaultNamespace}.` }];
  return [];
}
