import { useCallback, useEffect } from 'react';
import type { AccountList, StageService } from '../service/stage-service.ts';
import type { Asked } from './asked.ts';
import { useQuestion } from './use-question.ts';

export interface AccountsAsked {
  readonly asked: Asked<AccountList>;
  readonly askAgain: () => void;
}

/** Asked once for each form. */
export function useAccounts(service: StageService): AccountsAsked {
  const { asked, ask, drop } = useQuestion(useCallback(() => service.accounts(), [service]));
  useEffect(() => {
    ask();
    return drop;
  }, [ask, drop]);
  return { asked, askAgain: ask };
}
