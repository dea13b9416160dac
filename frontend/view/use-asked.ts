import { useCallback, useEffect, useState } from 'react';

export interface Asked<Answer> {
  /** The last one that came; undefined while there is none. */
  readonly answer: Answer | undefined;
  /** Why the last question has no answer. */
  readonly failure: Error | undefined;
  readonly isAsking: boolean;
  readonly lookAgain: () => void;
}

/** Asks at once, and again when `ask` is another function or somebody wants to look again. */
export function useAsked<Answer>(ask: () => Promise<Answer>): Asked<Answer> {
  const [answer, setAnswer] = useState<Answer>();
  const [failure, setFailure] = useState<Error>();
  const [isAsking, setAsking] = useState(true);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const tell = (told: Answer | undefined, error: Error | undefined): void => {
      if (!isWanted) return;
      if (told !== undefined) setAnswer(told);
      setFailure(error);
      setAsking(false);
    };
    setAsking(true);
    ask().then(
      (told) => tell(told, undefined),
      (error: unknown) => tell(undefined, error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      isWanted = false;
    };
  }, [ask, asked]);
  return { answer, failure, isAsking, lookAgain: useCallback(() => setAsked((before) => before + 1), []) };
}
