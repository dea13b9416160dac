import { useCallback, useEffect, useRef, useState } from 'react';
import { browserClock } from '../tasks/follow.ts';
import type { TaskGate } from '../tasks/follow.ts';
import type { WrittenPermissions } from './draft.ts';
import { readFacts, type Sources } from './read-facts.ts';
import { savePermissions, type SaveRequest, type Saving } from './saving.ts';

export interface SavingPlace extends Sources {
  readonly application: string;
  readonly gate: TaskGate;
  /** By its id: what is known of it is old from then on. */
  readonly onSaved: (id: string) => void;
}

export interface SavingInHand {
  /** Of this pipeline. */
  readonly about: string | undefined;
  readonly saving: Saving;
  /** What stood there before it was saved, until something else is saved; absent after it was put back. */
  readonly undo?: WrittenPermissions;
}

export interface PipelineSaver extends SavingInHand {
  readonly save: (request: SaveRequest, before: WrittenPermissions) => void;
  /** Whether one is under way: there is one at a time. */
  readonly isBusy: boolean;
  readonly forget: () => void;
}

const nothing: SavingInHand = { about: undefined, saving: { kind: 'none' } };

export function useSaving({ application, readGate, service, gate, onSaved }: SavingPlace): PipelineSaver {
  const [inHand, setInHand] = useState<SavingInHand>(nothing);
  const turn = useRef(0);
  const save = useCallback(
    (request: SaveRequest, before: WrittenPermissions) => {
      turn.current += 1;
      const mine = turn.current;
      const isWanted = (): boolean => mine === turn.current;
      const undo = request.isUndo === true ? {} : { undo: before };
      const tell = (saving: Saving): void => {
        if (!isWanted()) return;
        setInHand({ about: String(request.seen.id), saving, ...(saving.kind === 'saved' ? undo : {}) });
        if (saving.kind === 'saved') onSaved(String(request.seen.id));
      };
      const host = { gate, readFacts: () => readFacts(application, { readGate, service }), clock: browserClock };
      void savePermissions(request, host, { tell, isWanted });
    },
    [application, readGate, service, gate, onSaved],
  );
  useEffect(() => () => void turn.current++, []);
  const forget = useCallback(() => setInHand(nothing), []);
  return { ...inHand, save, forget, isBusy: isUnderWay(inHand.saving) };
}

function isUnderWay({ kind }: Saving): boolean {
  return kind === 'reading' || kind === 'running' || kind === 'waiting';
}
