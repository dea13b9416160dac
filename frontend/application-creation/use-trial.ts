import { useCallback, useEffect, useRef, useState } from 'react';
import type { CreationAnswer } from '../../backend-stub/contract/creation.ts';
import type { CreationSubject, StageService } from '../service/stage-service.ts';

export type Trial =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly answer: CreationAnswer }
  | { readonly kind: 'failed'; readonly sentence: string };

export interface Trying {
  readonly trial: Trial;
  readonly attempt: (name: string, about: CreationSubject) => void;
}

/** The answer to the last name that was tried, whatever comes later about one before. */
export function useTrial(service: Pick<StageService, 'creation'>): Trying {
  const [trial, setTrial] = useState<Trial>({ kind: 'none' });
  const last = useRef(0);
  useEffect(
    () => () => {
      last.current = -1;
    },
    [],
  );
  const attempt = useCallback(
    (name: string, about: CreationSubject) => {
      last.current += 1;
      const own = last.current;
      const tell = (told: Trial): void => {
        if (own === last.current) setTrial(told);
      };
      tell({ kind: 'asking' });
      service.creation(name, about).then(
        (answer) => tell({ kind: 'answered', answer }),
        (error: unknown) => tell({ kind: 'failed', sentence: error instanceof Error ? error.message : String(error) }),
      );
    },
    [service],
  );
  return { trial, attempt };
}
