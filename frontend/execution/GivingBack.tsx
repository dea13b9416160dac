import React, { useEffect, useRef, useState } from 'react';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { GiveBackReport } from '../../backend-stub/contract/give-back.ts';
import type { StageService } from '../service/stage-service.ts';
import { Notice } from '../view/Notice.tsx';
import { Confirmation } from './Confirmation.tsx';
import type { Outcome } from './decision-words.ts';
import type { Sight } from './deployment-watch.ts';
import {
  canBeGivenBack,
  giveBackButton,
  givingBackConsequences,
  latestGiveBack,
  notAsked,
  toldOf,
} from './giving-back.ts';
import type { Told } from './giving-back.ts';

export interface GivingBackProps {
  readonly details: DeploymentDetails;
  readonly service: Pick<StageService, 'giveBack'>;
  readonly lookAgain: () => Promise<Sight>;
}

type Asking = 'no' | 'confirming' | 'dismissed' | 'sending';

/** The way back to a plain Deployment, and how far somebody is on it. Nothing while there is nothing to say. */
export function GivingBack({ details, service, lookAgain }: GivingBackProps): JSX.Element | null {
  const [asking, setAsking] = useState<Asking>('no');
  const [refused, setRefused] = useState<Outcome>();
  const answer = useRef<HTMLDivElement>(null);
  const mounted = useRef(true);
  useEffect(() => () => void (mounted.current = false), []);
  const asked = latestGiveBack(details);
  const offered = canBeGivenBack(details);
  const told = shown(asked, refused);
  if (!offered && told === undefined) return null;
  const send = async (): Promise<void> => {
    setAsking('sending');
    setRefused(undefined);
    const outcome = await service.giveBack(details.id).then(() => undefined, notAsked);
    await lookAgain();
    if (!mounted.current) return;
    setRefused(outcome);
    setAsking('no');
    answer.current?.focus();
  };
  return (
    <section className="gennaker-giving-back" aria-label="Giving back">
      <div ref={answer} tabIndex={-1} role="status" className="gennaker-answer">
        {told === undefined ? undefined : <Notice tone={told.tone}>{told.sentence}</Notice>}
      </div>
      {offered ? <Offered {...{ asking, details }} onAsking={setAsking} onConfirm={() => void send()} /> : undefined}
    </section>
  );
}

/** What one's own try came to, until somebody's is under way. */
function shown(asked: GiveBackReport | undefined, refused: Outcome | undefined): Told | undefined {
  if (refused !== undefined && asked?.state !== 'accepted') return refused;
  return asked === undefined ? undefined : toldOf(asked);
}

interface OfferedProps {
  readonly asking: Asking;
  readonly details: DeploymentDetails;
  readonly onAsking: (asking: Asking) => void;
  readonly onConfirm: () => void;
}

function Offered({ asking, details, onAsking, onConfirm }: OfferedProps): JSX.Element {
  if (asking === 'confirming')
    return (
      <Confirmation
        name={giveBackButton}
        harmful
        consequences={givingBackConsequences(details)}
        onConfirm={onConfirm}
        onDismiss={() => onAsking('dismissed')}
      />
    );
  const sending = asking === 'sending';
  return (
    <button
      type="button"
      className={`btn btn-sm btn-default ${sending ? 'disabled' : ''}`}
      aria-disabled={sending}
      // Who changes his mind is where he was.
      autoFocus={asking === 'dismissed'}
      onClick={() => (sending ? undefined : onAsking('confirming'))}
    >
      {sending ? `${giveBackButton}: sending…` : `${giveBackButton}…`}
    </button>
  );
}
