import { useCallback, useEffect, useRef, useState } from 'react';
import { ServiceRefused } from '../service/errors.ts';
import type { AuditSearch } from '../service/audit-lines.ts';
import type { StageService } from '../service/stage-service.ts';
import { AuditReading } from './audit-reading.ts';
import type { AuditSight } from './audit-reading.ts';

export interface AuditRead {
  readonly sight: AuditSight;
  /** What is shown was found by the search before this one, whose answer is still to come. */
  readonly isStale: boolean;
  readonly lookAgain: () => Promise<void>;
  readonly loadOlder: () => Promise<void>;
}

const done = Promise.resolve();

/** What a search finds; undefined: nothing is asked. One search is told from another by what it says. */
export function useAudit(service: Pick<StageService, 'audit'>, search: AuditSearch | undefined): AuditRead {
  const wanted = search === undefined ? undefined : JSON.stringify(search);
  const [seen, setSeen] = useState<{ readonly found: string; readonly sight: AuditSight }>();
  const latest = useRef(search);
  latest.current = search;
  const reading = useRef<AuditReading>();
  useEffect(() => {
    if (latest.current === undefined || wanted === undefined) return setSeen(undefined);
    const onSight = (sight: AuditSight): void => {
      // Until there is an answer, the one before stays on the page.
      if (sight.lines !== undefined || sight.failure !== undefined) setSeen({ found: wanted, sight });
    };
    const started = new AuditReading({ service, search: latest.current, onSight });
    reading.current = started;
    void started.lookAgain();
    return () => {
      started.stop();
      reading.current = undefined;
    };
  }, [service, wanted]);
  const lookAgain = useCallback(() => reading.current?.lookAgain() ?? done, []);
  const loadOlder = useCallback(() => reading.current?.loadOlder() ?? done, []);
  const isStale = seen !== undefined && seen.found !== wanted;
  return { sight: seen?.sight ?? {}, isStale, lookAgain, loadOlder };
}

/** How often new records are looked for, in milliseconds. */
export const auditInterval = 5000;

/** Looks again while `isOpen` and somebody sees the page, and once more when it no longer is: the outcome came with the end. */
export function useKeepingUp({ sight, lookAgain }: AuditRead, isOpen: boolean): void {
  const isRefused = sight.failure?.error instanceof ServiceRefused;
  const isFollowed = isOpen && !isRefused;
  useEffect(() => {
    if (!isFollowed) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isWanted = true;
    const later = (): void => {
      if (isWanted) timer = setTimeout(() => void (document.hidden ? done : lookAgain()).then(later), auditInterval);
    };
    later();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [isFollowed, lookAgain]);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current && !isOpen) void lookAgain();
    wasOpen.current = isOpen;
  }, [isOpen, lookAgain]);
}
