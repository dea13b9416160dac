import { useCallback, useEffect, useState } from 'react';
import type { StageService } from '../service/stage-service.ts';
import type { Facts } from './facts.ts';
import type { ReadGate } from './gate-facts.ts';
import { readFacts } from './read-facts.ts';

export interface FactsRead {
  /** Undefined while nobody has answered yet. */
  readonly facts: Facts | undefined;
  readonly isAsking: boolean;
  readonly lookAgain: () => void;
}

/** What Gate and the stage service know of an application; what was known stays until it is known anew. */
export function useFacts(
  application: string,
  readGate: ReadGate,
  service: Pick<StageService, 'pipelineAccess'>,
): FactsRead {
  // Together, as React draws each change outside of its own events by itself.
  const [read, setRead] = useState<Omit<FactsRead, 'lookAgain'>>({ facts: undefined, isAsking: true });
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let isWanted = true;
    setRead((before) => (before.isAsking ? before : { ...before, isAsking: true }));
    void readFacts(application, { readGate, service }).then((facts) => {
      if (isWanted) setRead({ facts, isAsking: false });
    });
    return () => {
      isWanted = false;
    };
  }, [application, readGate, service, asked]);
  return { ...read, lookAgain: useCallback(() => setAsked((before) => before + 1), []) };
}
