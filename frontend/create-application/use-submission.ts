import { useCallback, useEffect, useRef, useState } from 'react';
import type { Operation } from './attributes.ts';
import { browserClock } from '../tasks/follow.ts';
import type { TaskRequest } from '../tasks/follow.ts';
import type { CreationHost } from './host.ts';
import { submit } from './submission.ts';
import type { Submission } from './submission.ts';

export interface Submitter {
  readonly submission: Submission;
  readonly send: (request: TaskRequest, operation: Operation) => void;
  /** Back to the form. */
  readonly forget: () => void;
}

/** One creation at a time; what is told of one that nobody waits for any more is not heard. */
export function useSubmission(host: CreationHost): Submitter {
  const [submission, setSubmission] = useState<Submission>({ kind: 'none' });
  const turn = useRef(0);
  const forget = useCallback(() => {
    turn.current += 1;
    setSubmission({ kind: 'none' });
  }, []);
  const send = useCallback(
    (request: TaskRequest, operation: Operation) => {
      turn.current += 1;
      const mine = turn.current;
      const isWanted = (): boolean => mine === turn.current;
      const tell = (told: Submission): void => {
        if (isWanted()) setSubmission(told);
      };
      void submit({ host, request, operation, tell, isWanted, clock: browserClock });
    },
    [host],
  );
  useEffect(() => () => void turn.current++, []);
  return { submission, send, forget };
}
