import React from 'react';
import { auditActions, auditKinds } from '../../backend-stub/contract/audit.ts';
import type { AuditFilters } from '../service/audit-lines.ts';
import { Select } from '../view/form/Select.tsx';
import { useId } from '../view/use-id.ts';
import { auditHelp } from './audit-help.ts';
import type { FilterKey } from './filters.ts';
import { localTime, utcTime } from './local-time.ts';
import { useLateValue } from './use-late-value.ts';
import type { LateText } from './use-late-value.ts';
import { actionWords, kindWords } from './words.ts';

export interface FiltersProps {
  readonly filters: AuditFilters;
  /** An empty value takes the filter away. */
  readonly onFilter: (key: FilterKey, value: string) => void;
}

const kinds = [['', 'All kinds'], ...auditKinds.map((kind) => [kind, kindWords[kind]] as const)] as const;
const actions = [['', 'All actions'], ...auditActions.map((action) => [action, actionWords[action]] as const)] as const;

/** What is looked for, field by field. */
export function Filters({ filters, onFilter }: FiltersProps): JSX.Element {
  const chosen = (key: FilterKey): string => filters[key] ?? '';
  const on = (key: FilterKey) => (value: string) => onFilter(key, value);
  return (
    <form className="gennaker-audit-filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <p className="gennaker-help">{auditHelp.filters}</p>
      <TypedFilter name="deployment" label="Deployment" value={chosen('deployment')} onValue={on('deployment')} />
      <TypedFilter name="actor" label="Person" value={chosen('actor')} onValue={on('actor')} />
      <ChosenFilter name="kind" label="Kind" options={kinds} value={chosen('kind')} onValue={on('kind')} />
      <ChosenFilter name="action" label="Action" options={actions} value={chosen('action')} onValue={on('action')} />
      <TimeFilter name="from" label="From" value={chosen('from')} onValue={on('from')} />
      <TimeFilter name="to" label="Until" value={chosen('to')} onValue={on('to')} />
    </form>
  );
}

interface FilterProps {
  readonly name: FilterKey;
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

interface Described {
  readonly id: string;
  readonly 'aria-describedby': string;
}

interface LabelledProps extends Pick<FilterProps, 'name' | 'label'> {
  readonly children: (input: Described) => JSX.Element;
}

function Labelled({ name, label, children }: LabelledProps): JSX.Element {
  const id = useId();
  return (
    <div className={`gennaker-audit-filter gennaker-audit-filter-${name}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-help` })}
      <p id={`${id}-help`} className="gennaker-help">
        {auditHelp[name]}
      </p>
    </div>
  );
}

const text = { toText: (value: string) => value, fromText: (typed: string) => typed.trim() };
const time = { toText: localTime, fromText: utcTime };

function TypedFilter({ name, label, value, onValue }: FilterProps): JSX.Element {
  return <LateInput {...{ name, label }} type="text" late={useLateValue({ value, onValue, ...text })} />;
}

function TimeFilter({ name, label, value, onValue }: FilterProps): JSX.Element {
  return <LateInput {...{ name, label }} type="datetime-local" late={useLateValue({ value, onValue, ...time })} />;
}

interface LateInputProps extends Pick<FilterProps, 'name' | 'label'> {
  readonly type: 'text' | 'datetime-local';
  readonly late: LateText;
}

function LateInput({ name, label, type, late }: LateInputProps): JSX.Element {
  return (
    <Labelled name={name} label={label}>
      {(input) => (
        <input
          {...input}
          type={type}
          className="form-control input-sm"
          autoComplete="off"
          spellCheck={false}
          value={late.text}
          onChange={({ target }) => late.type(target.value)}
          onBlur={late.handUp}
          onKeyDown={({ key }) => key === 'Enter' && late.handUp()}
        />
      )}
    </Labelled>
  );
}

interface ChosenFilterProps extends FilterProps {
  readonly options: readonly (readonly [value: string, label: string])[];
}

function ChosenFilter({ name, label, options, value, onValue }: ChosenFilterProps): JSX.Element {
  return (
    <Labelled name={name} label={label}>
      {(input) => (
        <Select {...input} value={value} options={options} unknown={`${value} (not known here)`} onChoose={onValue} />
      )}
    </Labelled>
  );
}
