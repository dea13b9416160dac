import { readStep } from './read-form.ts';

/** A step in words, finished or not. */
export function stepWords(value: unknown): string {
  const step = readStep(value);
  switch (step.kind) {
    case 'weight':
      return `${step.weight === '' ? '…' : step.weight} %`;
    case 'approval':
      return approvalWords(step.roles, step.notRequester);
    case 'timed':
      return `Pause for ${step.duration === '' ? '…' : step.duration} ${step.unit}`.trim();
    case 'misfit':
      return 'A step written by hand';
  }
}

function approvalWords(roles: readonly string[], notRequester: boolean): string {
  const approved = roles.length === 0 ? 'Pause until approved' : `Pause until approved by ${roles.join(' or ')}`;
  return notRequester ? `${approved}, not by the requester` : approved;
}
