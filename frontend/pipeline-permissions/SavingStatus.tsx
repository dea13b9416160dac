import React, { useEffect, useState } from 'react';
import { runningSentence } from '../tasks/task-words.ts';
import { Notice } from '../view/Notice.tsx';
import { accountDelay, type Saving } from './saving.ts';

export interface SavingStatusProps {
  readonly saving: Saving;
  /** Undefined where there is nothing to put back. */
  readonly onUndo: (() => void) | undefined;
  readonly onLookAgain: () => void;
}

/** How far it is, and what came of it, with what can be done then. */
export function SavingStatus({ saving, onUndo, onLookAgain }: SavingStatusProps): JSX.Element {
  const now = useNow(saving.kind === 'running');
  return (
    <div role="status" className="gennaker-permissions-saving">
      {underWay(saving, now)}
      {saving.kind === 'saved' && (
        <Notice tone="good">
          {saving.isUndo ? 'Put back: it is as it was before you saved it.' : savedWords}{' '}
          {onUndo !== undefined && (
            <button type="button" className="gennaker-link" onClick={onUndo}>
              Undo
            </button>
          )}
        </Notice>
      )}
      {saving.kind === 'ended' && (
        <Notice tone={saving.reason === 'stale' ? 'warning' : 'trouble'}>
          {saving.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {saving.reason !== 'refused' && (
            <button type="button" className="gennaker-link" onClick={onLookAgain}>
              Look at the pipeline as it is now
            </button>
          )}
        </Notice>
      )}
    </div>
  );
}

const savedWords = 'Saved. Fiat may need a moment until it knows the account.';

function underWay(saving: Saving, now: number): string | undefined {
  switch (saving.kind) {
    case 'reading':
      return 'Reading the pipeline once more…';
    case 'running':
      return `${saving.again ? 'Second try. ' : ''}${runningSentence(saving.steps, saving.since, now)}`;
    case 'waiting':
      return `Front50 refused it, as it may for ${accountDelay / 1000} seconds after an account was made. It is tried once more then…`;
    case 'none':
    case 'saved':
    case 'ended':
      return undefined;
  }
}

function useNow(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
