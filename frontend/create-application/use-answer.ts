import { useEffect, useRef, useState } from 'react';
import { nameProblem } from '../../backend-stub/contract/creation.ts';
import type { CreationAnswer } from '../../backend-stub/contract/creation.ts';
import type { StageService } from '../service/stage-service.ts';

/** How long nobody may have typed before the service is asked, in milliseconds. */
export const askingDelay = 120;

/** What the service says about a name. */
export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly creation: CreationAnswer }
  /** `sentence`: why not. */
  | { readonly kind: 'failed'; readonly sentence: string };

/** As far as the dialog asks it. */
export type CreationService = Pick<StageService, 'creation'>;

export interface Standing {
  readonly answer: Answer;
  /** The last one that came, whatever it was about: the author's roles and the operator's advice are those of every name. */
  readonly last: CreationAnswer | undefined;
}

/** The service's word about the name as it stands now: what is answered about another one is dropped, whenever it comes. */
export function useAnswer(service: CreationService, name: string): Standing {
  const [standing, setStanding] = useState<Standing>({ answer: { kind: 'none' }, last: undefined });
  const turn = useRef(0);
  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    const tell = (answer: Answer): void => {
      if (mine !== turn.current) return;
      setStanding(({ last }) => ({ answer, last: answer.kind === 'answered' ? answer.creation : last }));
    };
    if (nameProblem(name) !== undefined) return tell({ kind: 'none' });
    tell({ kind: 'asking' });
    const timer = setTimeout(() => {
      service.creation(name).then(
        (creation) => tell({ kind: 'answered', creation }),
        (error: unknown) => tell({ kind: 'failed', sentence: error instanceof Error ? error.message : String(error) }),
      );
    }, askingDelay);
    return () => {
      turn.current += 1;
      clearTimeout(timer);
    };
  }, [service, name]);
  return standing;
}
