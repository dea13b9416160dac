import { useCallback, useRef, useState } from 'react';
import { failed } from './asked.ts';
import type { Asked } from './asked.ts';

export interface Question<Answer> {
  readonly asked: Asked<Answer>;
  readonly ask: () => void;
  /** It will be asked anew: nothing that was answered before counts. */
  readonly wait: () => void;
  /** Nobody waits for an answer any more. */
  readonly drop: () => void;
}

/** A question to the service. Only the answer to what was asked last counts. */
export function useQuestion<Answer>(question: () => Promise<Answer>): Question<Answer> {
  const [asked, setAsked] = useState<Asked<Answer>>({ kind: 'asking' });
  const turn = useRef(0);
  const drop = useCallback(() => void turn.current++, []);
  const wait = useCallback(() => {
    drop();
    setAsked({ kind: 'asking' });
  }, [drop]);
  const ask = useCallback(() => {
    wait();
    const mine = turn.current;
    const settle = (result: Asked<Answer>): void => {
      if (mine === turn.current) setAsked(result);
    };
    question().then(
      (answer) => settle({ kind: 'answered', answer }),
      (error: unknown) => settle(failed(error)),
    );
  }, [question, wait]);
  return { asked, ask, wait, drop };
}
