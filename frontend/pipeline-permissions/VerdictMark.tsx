import React from 'react';
import type { TriggerVerdict, PipelineVerdict } from '../../backend-stub/pipelines/verdict.ts';
import { outcomeWords } from '../../backend-stub/pipelines/words.ts';
import type { LongCellMark } from '../view/LongRow.tsx';
import { mark, type Mark } from '../view/mark.ts';

export type MarkedOutcome = PipelineVerdict['outcome'] | TriggerVerdict['outcome'];

const marks: Readonly<Record<MarkedOutcome, Mark>> = {
  allowed: mark('check', 'plain'),
  'cannot-tell': mark('note', 'doubtful'),
  fails: mark('cross', 'wrong'),
  skipped: mark('alert', 'wrong'),
  'nothing-automatic': mark('byHand', 'plain'),
  off: mark('pause', 'plain'),
};

export function VerdictMark({ outcome }: { readonly outcome: MarkedOutcome }): JSX.Element {
  return <span {...marks[outcome]}>{outcomeWords[outcome]}</span>;
}

/** The mark as a cell of a long table. */
export function verdictCell(outcome: MarkedOutcome): LongCellMark {
  return { ...marks[outcome], content: outcomeWords[outcome] };
}
