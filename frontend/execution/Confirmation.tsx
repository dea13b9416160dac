import React, { useEffect, useRef } from 'react';
import type { Action } from '../../backend-stub/contract/decision.ts';
import { useId } from '../view/use-id.ts';
import { buttons } from './decision-words.ts';

export interface ConfirmationProps {
  readonly action: Action;
  /** One sentence each. */
  readonly consequences: readonly string[];
  readonly onConfirm: () => void;
  readonly onDismiss: () => void;
}

/** In place of the buttons, so that nothing covers what the decision is about. */
export function Confirmation({ action, consequences, onConfirm, onDismiss }: ConfirmationProps): React.ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => box.current?.focus(), []);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onDismiss();
  };
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="group"
      aria-labelledby={id}
      className="gennaker-confirmation"
      onKeyDown={onKeyDown}
    >
      <div id={id}>
        <strong>{buttons[action]}?</strong>
        <ul>
          {consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
      <button
        type="button"
        className={`btn btn-sm ${action === 'abort' ? 'btn-default gennaker-harm-now' : 'btn-primary'}`}
        onClick={onConfirm}
      >
        {buttons[action]} now
      </button>{' '}
      <button type="button" className="btn btn-sm btn-default" onClick={onDismiss}>
        Leave as it is
      </button>
    </div>
  );
}
