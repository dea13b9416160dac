import { useLayoutEffect, useMemo, useState } from 'react';
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

/** What came, and about which name. */
interface Came {
  readonly name: string;
  readonly answer: Answer;
  readonly last: CreationAnswer | undefined;
}

/** The service's word about the name as it stands now: what is answered about another one is dropped, whenever it comes. */
export function useAnswer(service: CreationService, name: string): Standing {
  const [came, setCame] = useState<Came>({ name: '', answer: { kind: 'none' }, last: undefined });
  // Not an effect that React gets round to after the key is painted: the wait begins with the key.
  useLayoutEffect(() => {
    if (nameProblem(name) !== undefined) return undefined;
    let isWanted = true;
    const tell = (answer: Answer): void => {
      if (!isWanted) return;
      setCame(({ last }) => ({ name, answer, last: answer.kind === 'answered' ? answer.creation : last }));
    };
    const timer = setTimeout(() => {
      service.creation(name).then(
        (creation) => tell({ kind: 'answered', creation }),
        (error: unknown) => tell({ kind: 'failed', sentence: error instanceof Error ? error.message : String(error) }),
      );
    }, askingDelay - sinceEvent());
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [service, name]);
  // Told from the name and not kept, so that a key is one drawing and not two.
  return useMemo(() => ({ answer: answerAbout(name, came), last: came.last }), [name, came]);
}

/** How long ago that happened which is being handled, a key for instance, in milliseconds; at most the whole delay. */
function sinceEvent(): number {
  const happened = window.event?.timeStamp ?? Infinity;
  return Math.min(Math.max(performance.now() - happened, 0), askingDelay);
}

function answerAbout(name: string, came: Came): Answer {
  if (nameProblem(name) !== undefined) return { kind: 'none' };
  return came.name === name ? came.answer : { kind: 'asking' };
}
