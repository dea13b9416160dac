import React from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

export interface TimelineStep {
  /** `more`: several steps that are not drawn one by one. */
  readonly kind: 'weight' | 'time' | 'approval' | 'end' | 'more';
  readonly label: string;
  /** `planned`: of a deployment of which it is not known, or no longer matters, how far it came. */
  readonly state: 'done' | 'current' | 'next' | 'planned';
  /** Under the label: roles, time that is left. */
  readonly note?: string;
}

/** More take several lines, and are put one below the other. */
const fewSteps = 8;

const spoken: Readonly<Record<TimelineStep['state'], string>> = {
  done: 'done: ',
  current: 'now: ',
  next: 'to come: ',
  planned: '',
};

const icons: Readonly<Record<TimelineStep['kind'], IconName | undefined>> = {
  weight: undefined,
  time: 'clock',
  approval: 'person',
  end: undefined,
  more: undefined,
};

export function StepTimeline({ steps }: { readonly steps: readonly TimelineStep[] }): React.ReactElement {
  return (
    <ol className={`gennaker-timeline ${steps.length > fewSteps ? 'gennaker-timeline-long' : ''}`} aria-label="Steps">
      {steps.map((step, index) => (
        <Step key={index} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { readonly step: TimelineStep }): React.ReactElement {
  const { kind, label, state, note } = step;
  const icon = state === 'done' ? 'check' : icons[kind];
  return (
    <li
      className={`gennaker-step gennaker-step-${state} gennaker-step-${kind}`}
      aria-current={state === 'current' ? 'step' : false}
    >
      <span className="gennaker-step-mark">{icon === undefined ? undefined : <Icon name={icon} />}</span>
      <span className="gennaker-step-label">
        <span className="sr-only">{spoken[state]}</span>
        {label}
        {note === undefined ? undefined : <span className="gennaker-step-note">{note}</span>}
      </span>
    </li>
  );
}
