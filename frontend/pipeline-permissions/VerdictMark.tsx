import React from 'react';
import type { TriggerVerdict, PipelineVerdict } from '../../backend-stub/pipelines/verdict.ts';
import { outcomeWords } from '../../backend-stub/pipelines/words.ts';
import { Icon, type IconName } from '../view/Icon.tsx';

export type MarkedOutcome = PipelineVerdict['outcome'] | TriggerVerdict['outcome'];

/** A shape for each, beside its word: nobody has to tell them by their colour. */
const icons: Readonly<Record<MarkedOutcome, IconName>> = {
  allowed: 'check',
  'cannot-tell': 'note',
  fails: 'cross',
  skipped: 'alert',
  'nothing-automatic': 'byHand',
  off: 'pause',
};

interface VerdictMarkProps {
  readonly outcome: MarkedOutcome;
}

/** Left alone where a row is handed on to a pipeline with the same verdict. */
export const VerdictMark = React.memo(function VerdictMark({ outcome }: VerdictMarkProps): JSX.Element {
  return (
    <span className={`gennaker-permissions-mark gennaker-permissions-${outcome}`}>
      <Icon name={icons[outcome]} /> {outcomeWords[outcome]}
    </span>
  );
});
