import React, { useState } from 'react';
import { durationUnits } from '../../backend-stub/contract/steps.ts';
import { Select } from '../view/form/Select.tsx';
import { typedRoles } from './edit-steps.ts';
import { typedNumber } from './read-form.ts';
import type { ShownStep, StepKind } from './read-form.ts';
import type { Path } from './value-at.ts';

export interface StepInput {
  /** `Step 2`, to begin the labels with. */
  readonly name: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

export interface StepFieldsProps {
  readonly input: StepInput;
  readonly step: ShownStep;
  readonly written: unknown;
  readonly onEdit: (path: Path, value: unknown) => void;
  readonly onKind: (kind: StepKind) => void;
}

const kinds: readonly (readonly [kind: StepKind, label: string])[] = [
  ['weight', 'Set the weight to'],
  ['approval', 'Pause until approved'],
  ['timed', 'Pause for'],
];

export function StepFields(props: StepFieldsProps): JSX.Element {
  const { step, input, onKind } = props;
  return (
    <span className="gennaker-form-step-fields">
      <Select
        data-control="kind"
        aria-label={`${input.name}: what it does`}
        aria-describedby={input['aria-describedby']}
        value={step.kind}
        options={kinds}
        unknown="Written by hand"
        onChoose={(value) => {
          const chosen = kinds.find(([kind]) => kind === value);
          if (chosen !== undefined) onKind(chosen[0]);
        }}
      />
      <ValueFields {...props} />
    </span>
  );
}

function ValueFields({ step, written, input, onEdit }: StepFieldsProps): JSX.Element {
  switch (step.kind) {
    case 'weight':
      return (
        <>
          <NumberField
            input={input}
            what="weight in percent"
            value={step.weight}
            path={['setWeight', 'weight']}
            onEdit={onEdit}
          />
          <span>%</span>
        </>
      );
    case 'approval':
      return (
        <>
          <RolesField input={input} roles={step.roles} onEdit={onEdit} />
          <NotRequesterField input={input} checked={step.notRequester} onEdit={onEdit} />
        </>
      );
    case 'timed':
      return (
        <>
          <NumberField
            input={input}
            what="length of the pause"
            value={step.duration}
            path={['pause', 'duration']}
            onEdit={onEdit}
          />
          <UnitField input={input} unit={step.unit} onEdit={onEdit} />
        </>
      );
    case 'misfit':
      return <code className="gennaker-form-step-json">{JSON.stringify(written)}</code>;
  }
}

interface NumberFieldProps {
  readonly input: StepInput;
  readonly what: string;
  readonly value: string;
  readonly path: Path;
  readonly onEdit: (path: Path, value: unknown) => void;
}

/** A text that asks for digits: a number input hides from us what it does not understand. */
function NumberField({ input: { name, ...attributes }, what, value, path, onEdit }: NumberFieldProps): JSX.Element {
  return (
    <input
      {...attributes}
      type="text"
      inputMode="numeric"
      className="form-control input-sm gennaker-number"
      data-control="value"
      aria-label={`${name}: ${what}`}
      autoComplete="off"
      value={value}
      onChange={({ target }) => onEdit(path, typedNumber(target.value.trim()))}
    />
  );
}

interface UnitFieldProps {
  readonly input: StepInput;
  readonly unit: string;
  readonly onEdit: (path: Path, value: unknown) => void;
}

const units = durationUnits.map((unit) => [unit, unit] as const);

function UnitField({ input: { name, ...attributes }, unit, onEdit }: UnitFieldProps): JSX.Element {
  return (
    <Select
      {...attributes}
      data-control="unit"
      aria-label={`${name}: unit of time`}
      value={unit}
      options={units}
      unknown={unit === '' ? 'choose a unit' : unit}
      onChoose={(word) => onEdit(['pause', 'unit'], word)}
    />
  );
}

interface RolesFieldProps {
  readonly input: StepInput;
  readonly roles: readonly string[];
  readonly onEdit: (path: Path, value: unknown) => void;
}

/** What is being typed stays as typed while it means the same roles: a comma at its end is none yet. */
function RolesField({ input: { name, ...attributes }, roles, onEdit }: RolesFieldProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const same = (typedRoles(typed) ?? []).join(' ') === roles.join(' ');
  return (
    <label className="gennaker-roles">
      <span>by</span>
      <input
        {...attributes}
        type="text"
        className="form-control input-sm"
        data-control="value"
        aria-label={`${name}: roles of which the approver needs one`}
        placeholder="everybody who may deploy"
        autoComplete="off"
        spellCheck={false}
        value={same ? typed : roles.join(', ')}
        onChange={({ target }) => {
          setTyped(target.value);
          onEdit(['pause', 'requiresRoles'], typedRoles(target.value));
        }}
      />
    </label>
  );
}

interface NotRequesterFieldProps {
  readonly input: StepInput;
  readonly checked: boolean;
  readonly onEdit: (path: Path, value: unknown) => void;
}

function NotRequesterField({ input, checked, onEdit }: NotRequesterFieldProps): JSX.Element {
  const { name, ...attributes } = input;
  return (
    <label className="gennaker-not-requester">
      <input
        {...attributes}
        type="checkbox"
        data-control="not-requester"
        aria-label={`${name}: not by whoever runs the pipeline`}
        checked={checked}
        onChange={({ target }) => onEdit(['pause', 'notRequester'], target.checked ? true : undefined)}
      />
      <span>not by the requester</span>
    </label>
  );
}
