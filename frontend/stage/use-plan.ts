import { useCallback, useEffect, useRef, useState } from 'react';
import type { Plan, StageService } from '../service/stage-service.ts';
import { failed } from './asked.ts';
import type { Asked } from './asked.ts';

/** How long nobody may have changed anything before the service is asked. */
export const planDelay = 800;

export interface PlanQuestion {
  readonly service: StageService;
  readonly application: string;
  readonly deployment: unknown;
  /** While it is false nothing is asked, and what was answered before is forgotten. */
  readonly ready: boolean;
}

export interface PlanAsked {
  readonly asked: Asked<Plan>;
  /** Of the question before, while this one is open. */
  readonly before: Plan | undefined;
  readonly askAgain: () => void;
}

/** What a deployment would do. Only the answer to the last question counts. */
export function usePlan({ service, application, deployment, ready }: PlanQuestion): PlanAsked {
  const [asked, setAsked] = useState<Asked<Plan>>({ kind: 'asking' });
  const [before, setBefore] = useState<Plan>();
  const turn = useRef(0);
  const ask = useCallback(() => {
    const mine = ++turn.current;
    const settle = (result: Asked<Plan>): void => {
      if (mine !== turn.current) return;
      setAsked(result);
      setBefore(result.kind === 'answered' ? result.answer : undefined);
    };
    setAsked({ kind: 'asking' });
    service.plan(application, deployment).then(
      (answer) => settle({ kind: 'answered', answer }),
      (error: unknown) => settle(failed(error)),
    );
  }, [service, application, deployment]);
  useEffect(() => {
    turn.current++;
    setAsked({ kind: 'asking' });
    if (!ready) return setBefore(undefined);
    const timer = setTimeout(ask, planDelay);
    return () => {
      turn.current++;
      clearTimeout(timer);
    };
  }, [ask, ready]);
  return { asked, before, askAgain: ask };
}
