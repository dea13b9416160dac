import { useCallback, useEffect, useState } from 'react';
import type { CreationOverview } from '../../backend-stub/contract/creation-overview.ts';
import type { StageService } from '../service/stage-service.ts';

export interface OverviewRead {
  /** The last one that came; undefined while there is none. */
  readonly overview: CreationOverview | undefined;
  /** Why the last question has no answer. */
  readonly failure: Error | undefined;
  readonly isAsking: boolean;
  readonly lookAgain: () => void;
}

export function useOverview(service: Pick<StageService, 'creationOverview'>): OverviewRead {
  const [overview, setOverview] = useState<CreationOverview>();
  const [failure, setFailure] = useState<Error>();
  const [isAsking, setAsking] = useState(true);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const tell = (told: CreationOverview | undefined, error: Error | undefined): void => {
      if (!isWanted) return;
      if (told !== undefined) setOverview(told);
      setFailure(error);
      setAsking(false);
    };
    setAsking(true);
    service.creationOverview().then(
      (told) => tell(told, undefined),
      (error: unknown) => tell(undefined, error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      isWanted = false;
    };
  }, [service, asked]);
  return { overview, failure, isAsking, lookAgain: useCallback(() => setAsked((before) => before + 1), []) };
}
