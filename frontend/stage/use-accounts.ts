import { useCallback, useEffect, useRef, useState } from 'react';
import type { AccountList, StageService } from '../service/stage-service.ts';
import { failed } from './asked.ts';
import type { Asked } from './asked.ts';

export interface AccountsAsked {
  readonly asked: Asked<AccountList>;
  readonly askAgain: () => void;
}

/** Asked once for each form. */
export function useAccounts(service: StageService): AccountsAsked {
  const [asked, setAsked] = useState<Asked<AccountList>>({ kind: 'asking' });
  const turn = useRef(0);
  const askAgain = useCallback(() => {
    const mine = ++turn.current;
    const settle = (result: Asked<AccountList>): void => {
      if (mine === turn.current) setAsked(result);
    };
    setAsked({ kind: 'asking' });
    service.accounts().then(
      (answer) => settle({ kind: 'answered', answer }),
      (error: unknown) => settle(failed(error)),
    );
  }, [service]);
  useEffect(() => {
    askAgain();
    return () => void turn.current++;
  }, [askAgain]);
  return { asked, askAgain };
}
