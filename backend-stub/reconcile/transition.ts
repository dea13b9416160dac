import { neutralise } from '../contract/expressions.ts';
import type { OrcaStatusWord } from '../contract/orca.ts';
import type { OpenPhase, Outcome } from '../contract/report.ts';
import type { DeploymentRecord } from '../deployment/record.ts';

/** Orca knows three ends; the nuance is in the sentence. */
const statusOf: Readonly<Record<Outcome, OrcaStatusWord>> = {
  succeeded: 'SUCCEEDED',
  canceled: 'CANCELED',
  aborted: 'FAILED',
  superseded: 'FAILED',
  'rolled-back': 'FAILED',
  deleted: 'FAILED',
  blocked: 'FAILED',
  refused: 'FAILED',
  failed: 'FAILED',
};

/** One line in Orca's execution list; Deck's own details cut longer ones anyway. */
const progressLimit = 300;
const eventLimit = 200;

export interface PhaseChange {
  readonly phase: OpenPhase;
  readonly sentence: string;
  readonly now: Date;
}

export interface End {
  readonly outcome: Outcome;
  readonly sentence: string;
  readonly now: Date;
}

export interface Abort extends End {
  /** What the end begins with, when that is more than is told now. */
  readonly because?: string;
}

/** The record in a phase, with its sentence; an event is kept when phase or sentence changed. */
export function inPhase(record: DeploymentRecord, { phase, sentence, now }: PhaseChange): DeploymentRecord {
  const moved = record.phase !== phase;
  if (!moved && record.summary === neutralise(sentence)) return record;
  return {
    ...withEvent(record, sentence, now),
    phase,
    status: 'RUNNING',
    progress: progressLine(sentence),
    summary: neutralise(sentence),
    phaseSince: moved ? now : record.phaseSince,
  };
}

/** The record with its outcome; an outcome that is already there stays. */
export function ended(record: DeploymentRecord, { outcome, sentence, now }: End): DeploymentRecord {
  if (record.outcome !== undefined) return record;
  const { ending: _carriedOut, ...rest } = withEvent(record, sentence, now);
  return {
    ...rest,
    phase: 'ended',
    outcome,
    status: statusOf[outcome],
    progress: progressLine(sentence),
    summary: neutralise(sentence),
    phaseSince: now,
    endedAt: now,
  };
}

/** While a Deployment is being taken over, it comes to an end of that first: there is nothing to abort before. */
export function aborting(record: DeploymentRecord, end: Abort): DeploymentRecord {
  const { outcome, sentence, because = sentence, now } = end;
  if (record.ending !== undefined || record.outcome !== undefined) return record;
  const ending = { kind: 'abort', outcome, because: neutralise(because), requestedAt: now.toISOString() } as const;
  const phase = record.phase === 'adopting' ? 'adopting' : 'aborting';
  return { ...inPhase(record, { phase, sentence, now }), ending };
}

/** Keeps the latest events: a timeline for people, not an audit. */
export function withEvent(record: DeploymentRecord, sentence: string, now: Date): DeploymentRecord {
  const event = { at: now.toISOString(), sentence: neutralise(sentence) };
  if (record.events.at(-1)?.sentence === event.sentence) return record;
  return { ...record, events: [...record.events, event].slice(-eventLimit) };
}

/** The same, where nobody has told it yet. */
export function withEventOnce(record: DeploymentRecord, sentence: string, now: Date): DeploymentRecord {
  const known = record.events.some((event) => event.sentence === neutralise(sentence));
  return known ? record : withEvent(record, sentence, now);
}

function progressLine(sentence: string): string {
  const line = neutralise(sentence).replace(/\s+/g, ' ').trim();
  return line.length <= progressLimit ? line : `${line.slice(0, progressLimit - 1)}…`;
}
