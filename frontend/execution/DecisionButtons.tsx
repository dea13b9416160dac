import React, { useEffect, useRef, useState } from 'react';
import type { Action } from '../../backend-stub/contract/decision.ts';
import { useId } from '../view/use-id.ts';
import { buttons } from './decision-words.ts';
import type { Offer } from './offers.ts';

export interface DecisionButtonsProps {
  readonly offers: readonly Offer[];
  /** Which decision is on its way. */
  readonly sending: Action | undefined;
  /** Whose button gets the focus when the buttons come back. */
  readonly focusOn: Action | undefined;
  readonly onChoose: (action: Action) => void;
}

const looks: Readonly<Record<Action, string>> = {
  approve: 'btn-primary',
  promoteFully: 'btn-default',
  retry: 'btn-default',
  abort: 'btn-default gennaker-harm',
};

const confirmed: readonly Action[] = ['promoteFully', 'abort'];

/** What can't be pressed can still be reached, and says why: a button that is gone or dead explains nothing. */
export function DecisionButtons({ offers, sending, focusOn, onChoose }: DecisionButtonsProps): React.ReactElement {
  const [asked, setAsked] = useState<Action>();
  const id = useId();
  const hindered = offers.filter(({ obstacle }) => obstacle !== undefined);
  const explained = hindered.find(({ action }) => action === asked) ?? hindered[0];
  const focused = useRef<HTMLButtonElement>(null);
  useEffect(() => focused.current?.focus(), []);
  return (
    <div className="gennaker-buttons">
      {offers.map(({ action, obstacle }) => {
        const blocked = obstacle !== undefined || sending !== undefined;
        return (
          <button
            key={action}
            {...(action === focusOn ? { ref: focused } : {})}
            type="button"
            className={`btn btn-sm ${looks[action]} ${blocked ? 'disabled' : ''}`}
            aria-disabled={blocked}
            {...(obstacle === undefined ? {} : { 'aria-describedby': id })}
            onFocus={() => setAsked(action)}
            onMouseEnter={() => setAsked(action)}
            onClick={() => (blocked ? setAsked(action) : onChoose(action))}
          >
            {sending === action ? `${buttons[action]}: sending…` : words(action)}
          </button>
        );
      })}
      <p id={id} className="gennaker-obstacle">
        {explained?.obstacle}
      </p>
    </div>
  );
}

function words(action: Action): string {
  return confirmed.includes(action) ? `${buttons[action]}…` : buttons[action];
}
