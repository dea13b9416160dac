import { useCallback, useEffect, useState } from 'react';
import type { Plan, StageService } from '../service/stage-service.ts';
import type { Asked } from './asked.ts';
import { useQuestion } from './use-question.ts';

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

/** What a deployment would do, asked a moment after the last change. */
export function usePlan({ service, application, deployment, ready }: PlanQuestion): PlanAsked {
  const question = useCallback(() => service.plan(application, deployment), [service, application, deployment]);
  const { asked, ask, wait, drop } = useQuestion(question);
  const [before, setBefore] = useState<Plan>();
  useEffect(() => {
    if (asked.kind !== 'asking') setBefore(asked.kind === 'answered' ? asked.answer : undefined);
  }, [asked]);
  useEffect(() => {
    wait();
    if (!ready) return setBefore(undefined);
    const timer = setTimeout(ask, planDelay);
    return () => {
      drop();
      clearTimeout(timer);
    };
  }, [ask, wait, drop, ready]);
  return { asked, before, askAgain: ask };
}
