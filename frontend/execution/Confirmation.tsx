import React, { useEffect, useRef } from 'react';
import { useId } from '../view/use-id.ts';

export interface ConfirmationProps {
  /** What is asked about, as on its button. */
  readonly name: string;
  /** Something that runs is taken away by it. */
  readonly harmful: boolean;
  /** One sentence each. */
  readonly consequences: readonly string[];
  readonly onConfirm: () => void;
  readonly onDismiss: () => void;
}

/** In place of the buttons, so that nothing covers what the decision is about. */
export function Confirmation(props: ConfirmationProps): React.ReactElement {
  const { name, harmful, consequences, onConfirm, onDismiss } = props;
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
        <strong>{name}?</strong>
        <ul>
          {consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
      <button
        type="button"
        className={`btn btn-sm ${harmful ? 'btn-default gennaker-harm-now' : 'btn-primary'}`}
        onClick={onConfirm}
      >
        {name} now
      </button>{' '}
      <button type="button" className="btn btn-sm btn-default" onClick={onDismiss}>
        Leave as it is
      </button>
    </div>
  );
}
