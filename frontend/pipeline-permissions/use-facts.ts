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
  const [facts, setFacts] = useState<Facts>();
  const [asked, setAsked] = useState(0);
  const [isAsking, setAsking] = useState(true);
  useEffect(() => {
    let isWanted = true;
    setAsking(true);
    void readFacts(application, { readGate, service }).then((read) => {
      if (!isWanted) return;
      setFacts(read);
      setAsking(false);
    });
    return () => {
      isWanted = false;
    };
  }, [application, readGate, service, asked]);
  return { facts, isAsking, lookAgain: useCallback(() => setAsked((before) => before + 1), []) };
}
