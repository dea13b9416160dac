import type { PreviewColumn } from '../view/form/StepPreview.tsx';
import type { Steps } from './edit-steps.ts';
import { readStep, typedNumber } from './read-form.ts';
import { stepWords } from './step-words.ts';

/** The way from nothing to everything, one column for each step. */
export function previewOf(steps: Steps): readonly PreviewColumn[] {
  let reached = 0;
  const columns = steps.map((value): PreviewColumn => {
    const step = readStep(value);
    if (step.kind === 'weight') reached = percent(step.weight) ?? reached;
    return { kind: step.kind, reached, label: stepWords(value) };
  });
  return [...columns, { kind: 'weight', reached: 100, label: '100 %' }];
}

function percent(text: string): number | undefined {
  const weight = typedNumber(text);
  return typeof weight === 'number' && weight <= 100 ? weight : undefined;
}
