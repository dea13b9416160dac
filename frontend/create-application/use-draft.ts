import { useCallback, useEffect, useRef, useState } from 'react';
import { emptyDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import type { HostFacts } from './host.ts';
import { dropDraft, keepDraft, keptDraft } from './kept-draft.ts';
import type { Drawer } from './kept-draft.ts';

export interface DraftInHand {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  /** Anything was typed or clicked. */
  readonly touched: boolean;
  /** It is what was typed before a session ended or a page was left. */
  readonly isBack: boolean;
  readonly beginAnew: () => void;
  /** It is not needed any more: created, or given up by its author. */
  readonly letGo: () => void;
}

export interface DraftPlace {
  readonly facts: HostFacts;
  readonly name: string;
  /** Whose it is; undefined while Gate has not said. */
  readonly user: string | undefined;
  readonly drawer: Drawer;
}

/** What is typed. It is kept where a page is left or the dialog is taken away by somebody else, and given back to the same person. */
export function useDraft({ facts, name, user, drawer }: DraftPlace): DraftInHand {
  const [draft, setDraft] = useState(() => emptyDraft(facts, name));
  const [touched, setTouched] = useState(false);
  const [isBack, setBack] = useState(false);
  const latest = useRef({ draft, touched, user });
  latest.current = { draft, touched, user };
  const change = useCallback((changed: Partial<Draft>) => {
    setTouched(true);
    setDraft((before) => ({ ...before, ...changed }));
  }, []);
  const beginAnew = useCallback(() => {
    dropDraft(drawer);
    setBack(false);
    setTouched(false);
    setDraft(emptyDraft(facts, name));
  }, [drawer, facts, name]);
  const letGo = useCallback(() => {
    dropDraft(drawer);
    latest.current = { ...latest.current, touched: false };
    setTouched(false);
  }, [drawer]);
  useEffect(() => {
    if (user === undefined || latest.current.touched) return;
    const kept = keptDraft(drawer, user, emptyDraft(facts));
    if (kept === undefined || (name !== '' && name !== kept.name)) return;
    setDraft(kept);
    setTouched(true);
    setBack(true);
  }, [drawer, user, facts, name]);
  useEffect(() => {
    const keep = (): void => {
      const held = latest.current;
      if (held.touched && held.user !== undefined) keepDraft(drawer, held.user, held.draft);
    };
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [drawer]);
  return { draft, change, touched, isBack, beginAnew, letGo };
}
