import type { StepKind } from './read-form.ts';
import { readStep, typedNumber } from './read-form.ts';
import { removeAt, setAt } from './value-at.ts';
import type { Path } from './value-at.ts';

/** The steps as they stand in the pipeline. What the form does not know of a step goes along with it. */
export type Steps = readonly unknown[];

export function insertStep(steps: Steps, index: number, step: unknown): Steps {
  const place = Math.min(Math.max(index, 0), steps.length);
  return [...steps.slice(0, place), step, ...steps.slice(place)];
}

export function removeStep(steps: Steps, index: number): Steps {
  return steps.filter((_, other) => other !== index);
}

/** The same steps when there is no such step, or no such place. */
export function moveStep(steps: Steps, from: number, to: number): Steps {
  if (from === to || !isPlace(steps, from) || !isPlace(steps, to)) return steps;
  return insertStep(removeStep(steps, from), to, steps[from]);
}

function isPlace(steps: Steps, index: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < steps.length;
}

export function newStep(kind: StepKind, before: Steps): unknown {
  switch (kind) {
    case 'weight':
      return { setWeight: { weight: nextWeight(before) } };
    case 'approval':
      return { pause: { untilApproved: true } };
    case 'timed':
      return { pause: { duration: 5, unit: 'minutes' } };
  }
}

const usual = [25, 50, 75, 90];

/** A weight that rises after those before it, as far as there is one. */
export function nextWeight(before: Steps): number {
  const highest = weights(before).reduce((most, weight) => Math.max(most, weight), 0);
  return usual.find((weight) => weight > highest) ?? Math.min(highest + 1, 100);
}

function weights(steps: Steps): readonly number[] {
  return steps.map(readStep).flatMap((step) => {
    const weight = step.kind === 'weight' ? typedNumber(step.weight) : undefined;
    return typeof weight === 'number' ? [weight] : [];
  });
}

/** One field of one step; without a value its key goes. */
export function editStep(steps: Steps, path: Path, value: unknown): Steps {
  const changed = value === undefined ? removeAt(steps, path) : setAt(steps, path, value);
  return Array.isArray(changed) ? changed : steps;
}

/** Typed with commas or blanks between them. No role is no condition, and the key is left out. */
export function typedRoles(text: string): readonly string[] | undefined {
  const roles = text.split(/[,;\s]+/).filter((role) => role !== '');
  return roles.length === 0 ? undefined : roles;
}
