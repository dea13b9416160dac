import React, { useLayoutEffect, useRef } from 'react';
import { notificationTypes } from '../../backend-stub/contract/notifications.ts';
import { Icon } from '../view/Icon.tsx';
import { Problems } from '../view/form/Problems.tsx';
import type { Line } from '../view/form/Problems.tsx';
import { Select } from '../view/form/Select.tsx';
import { exampleOf, readNotification, typeWords } from './edit-notifications.ts';
import type { ShownNotification } from './edit-notifications.ts';
import { isBelow, linesAt, problemLine } from './form-context.ts';
import type { FormPart } from './form-context.ts';
import { Misfit } from './Misfit.tsx';
import { places, readItems } from './read-form.ts';
import { stageHelp } from './stage-help.ts';
import { removeAt, setAt } from './value-at.ts';

/** Who is called when a step waits for an approval. */
export function NotificationsField({ part }: { readonly part: FormPart }): JSX.Element {
  const { id, deployment, problems, change } = part;
  const items = readItems(deployment, places.notifications);
  const added = useRef(false);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    if (added.current) list.current?.querySelector<HTMLElement>('li:last-child input')?.focus();
    added.current = false;
  });
  if (items.kind === 'misfit') return <Misfit part={part} misfit={items} />;
  const count = items.value.length;
  return (
    <div className="gennaker-field" role="group" aria-labelledby={`${id}-notifications`}>
      <span id={`${id}-notifications`} className="gennaker-label">
        Who is called
      </span>
      <div className="gennaker-control">
        <p id={`${id}-notifications-help`} className="gennaker-help gennaker-help-above">
          {stageHelp.notifications}
        </p>
        <ul ref={list} className="gennaker-recipients">
          {items.value.map((_, index) => (
            <Recipient key={index} part={part} index={index} value={items.value[index]} />
          ))}
        </ul>
        <Problems lines={linesAt(problems, places.notifications)} />
        <button
          type="button"
          className="btn btn-default btn-sm"
          onClick={() => {
            added.current = true;
            change((current) => setAt(current, [...places.notifications, count], { type: 'slack', address: '' }));
          }}
        >
          <Icon name="add" /> Add somebody
        </button>
      </div>
    </div>
  );
}

interface RecipientProps {
  readonly part: FormPart;
  readonly index: number;
  readonly value: unknown;
}

function Recipient({ part, index, value }: RecipientProps): JSX.Element {
  const { id, problems, change } = part;
  const path = [...places.notifications, index];
  const shown = readNotification(value);
  const lines = problems.filter((problem) => isBelow(problem.path, path)).map(problemLine);
  const linesId = `${id}-notification-${index}-lines`;
  return (
    <li>
      <div className="gennaker-form-step-line">
        {shown.kind === 'shown' ? (
          <RecipientFields
            name={`Notification ${index + 1}`}
            shown={shown.value}
            lines={lines}
            describedBy={lines.length === 0 ? `${id}-notifications-help` : `${linesId} ${id}-notifications-help`}
            onEdit={(key, text) => change((current) => setAt(current, [...path, key], text))}
          />
        ) : (
          <code className="gennaker-form-step-json">{JSON.stringify(value)}</code>
        )}
        <button
          type="button"
          className="btn btn-link btn-sm gennaker-icon-button"
          aria-label={`Remove notification ${index + 1}`}
          title="Remove"
          onClick={() => change((current) => removeAt(current, path))}
        >
          <Icon name="remove" />
        </button>
      </div>
      <Problems id={linesId} lines={lines} />
    </li>
  );
}

interface RecipientFieldsProps {
  readonly name: string;
  readonly shown: ShownNotification;
  readonly lines: readonly Line[];
  readonly describedBy: string;
  readonly onEdit: (key: 'type' | 'address', text: string) => void;
}

const types = notificationTypes.map((type) => [type, typeWords[type].label] as const);

function RecipientFields({ name, shown, lines, describedBy, onEdit }: RecipientFieldsProps): JSX.Element {
  const { type, address } = shown;
  const attributes = {
    'aria-describedby': describedBy,
    'aria-invalid': lines.some(({ tone }) => tone === 'problem'),
  };
  return (
    <span className="gennaker-form-step-fields">
      <Select
        {...attributes}
        aria-label={`${name}: by what`}
        value={type}
        options={types}
        unknown={type === '' ? 'Choose by what' : type}
        onChoose={(word) => onEdit('type', word)}
      />
      <input
        {...attributes}
        type="text"
        className="form-control input-sm gennaker-address"
        aria-label={`${name}: address`}
        placeholder={exampleOf(type)}
        autoComplete="off"
        spellCheck={false}
        value={address}
        onChange={({ target }) => onEdit('address', target.value)}
      />
    </span>
  );
}
