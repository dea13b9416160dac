import React from 'react';
import { Notice } from '../view/Notice.tsx';
import { isLockOutShown, lockOutWords } from './lock-out-words.ts';
import type { PermissionAdvice } from './permission-advice.ts';

export interface LockOutProps {
  readonly id: string;
  readonly name: string;
  readonly advice: PermissionAdvice;
  /** Somebody wanted to send it as it stands. */
  readonly tried: boolean;
  readonly understood: boolean;
  readonly onUnderstand: (understood: boolean) => void;
}

/** That the author would not be able to see or change the own application: signed by him or her, or forbidden by the operator. */
export function LockOut({ id, name, advice, tried, understood, onUnderstand }: LockOutProps): JSX.Element | null {
  const words = lockOutWords(name === '' ? 'this application' : name, advice.lost);
  if (words === undefined || !isLockOutShown(advice, { tried })) return null;
  return (
    <div id={`${id}-lockOut`} tabIndex={-1} role="alert" className="gennaker-create-lock-out">
      <Notice tone="trouble">
        <p>{words.sentence}</p>
        {advice.lockOut === 'forbid' ? (
          <p>An operator wants this not to be done here. Give one of your roles READ and WRITE.</p>
        ) : (
          <label>
            <input type="checkbox" checked={understood} onChange={({ target }) => onUnderstand(target.checked)} />{' '}
            {words.consent}
          </label>
        )}
      </Notice>
    </div>
  );
}
