import React, { useCallback, useEffect, useRef, useState } from 'react';
import { commentLimit } from '../../backend-stub/contract/decision.ts';
import type { Action } from '../../backend-stub/contract/decision.ts';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { StageService } from '../service/stage-service.ts';
import { Notice } from '../view/Notice.tsx';
import { Confirmation } from './Confirmation.tsx';
import { DecisionButtons } from './DecisionButtons.tsx';
import { accepted, buttons, channelWords, consequences, notAccepted, rightsWords } from './decision-words.ts';
import type { Outcome } from './decision-words.ts';
import type { Sight } from './deployment-watch.ts';
import { offersOf, seenOn } from './offers.ts';

export interface DecisionsProps {
  readonly details: DeploymentDetails;
  readonly service: Pick<StageService, 'decide'>;
  readonly lookAgain: () => Promise<Sight>;
}

/** A decision that waits for a second thought, with what its maker saw when he made it. */
interface Pending {
  readonly action: Action;
  readonly seen: DeploymentDetails;
}

/** The buttons, the comment, and what came of the last decision. Stays in place while the deployment moves on. */
export function Decisions({ details, service, lookAgain }: DecisionsProps): React.ReactElement {
  const [comment, setComment] = useState('');
  const [chosen, setChosen] = useState<Pending>();
  const { sending, outcome, send } = useSending(service, lookAgain, () => setComment(''));
  const answer = useRef<HTMLDivElement>(null);
  const [returnTo, setReturnTo] = useState<Action>();
  const offers = offersOf(details);
  const shown = outcome === undefined ? undefined : present(outcome, details);
  const pending = offers.some(({ action }) => action === chosen?.action) ? chosen : undefined;
  useEffect(() => {
    if (outcome !== undefined) answer.current?.focus();
  }, [outcome]);
  const confirm = pending === undefined ? undefined : consequences(pending.action, pending.seen);
  const choose = (action: Action): void => {
    setReturnTo(undefined);
    if (consequences(action, details) === undefined) void send({ action, seen: details }, comment);
    else setChosen({ action, seen: details });
  };
  const dismiss = (): void => {
    setReturnTo(pending?.action);
    setChosen(undefined);
  };
  return (
    <section className="gennaker-decisions" aria-label="Decisions">
      {offers.length === 0 ? undefined : (
        <>
          <CommentField comment={comment} onChange={setComment} />
          {pending !== undefined && confirm !== undefined ? (
            <Confirmation
              name={buttons[pending.action]}
              harmful={pending.action === 'abort'}
              consequences={confirm}
              onDismiss={dismiss}
              onConfirm={() => {
                dismiss();
                void send(pending, comment);
              }}
            />
          ) : (
            <DecisionButtons offers={offers} sending={sending} focusOn={returnTo} onChoose={choose} />
          )}
          <p className="gennaker-muted">{[rightsWords(details.viewer), channelWords(details)].join(' ').trim()}</p>
        </>
      )}
      <div ref={answer} tabIndex={-1} role="status" className="gennaker-answer">
        {shown === undefined ? undefined : <Notice tone={shown.tone}>{shown.sentence}</Notice>}
      </div>
    </section>
  );
}

/** What is known of it by now: Argo Rollouts may act long after the answer. */
function present({ decision, ...outcome }: SentOutcome, details: DeploymentDetails): Outcome | undefined {
  const now = decision === undefined ? undefined : details.decisions.find(({ id }) => id === decision);
  const shown = now === undefined ? outcome : accepted(now);
  return isPast({ ...outcome, ...shown }, details) ? undefined : shown;
}

/** "You approved" must not stand beside the next step that asks for an approval. */
function isPast({ tone, about }: SentOutcome, details: DeploymentDetails): boolean {
  const asked = details.rollouts.some(({ waiting }) => waiting?.reason === 'approval');
  return tone === 'good' && asked && JSON.stringify(seenOn(details)) !== JSON.stringify(seenOn(about));
}

interface CommentFieldProps {
  readonly comment: string;
  readonly onChange: (comment: string) => void;
}

function CommentField({ comment, onChange }: CommentFieldProps): React.ReactElement {
  return (
    <label className="gennaker-comment-field">
      <span>
        Comment <span className="gennaker-muted">(optional; everybody who sees this deployment can read it)</span>
      </span>
      <textarea
        className="form-control input-sm"
        rows={1}
        maxLength={commentLimit}
        value={comment}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** What came of a decision about what was seen. */
interface SentOutcome extends Answer {
  readonly about: DeploymentDetails;
}

interface Answer extends Outcome {
  /** Its id, when it was written down. */
  readonly decision?: string;
}

interface Sending {
  readonly sending: Action | undefined;
  readonly outcome: SentOutcome | undefined;
  readonly send: (decision: Pending, comment: string) => Promise<void>;
}

/** One decision at a time: what is pressed while one is on its way is not sent. */
function useSending(service: DecisionsProps['service'], lookAgain: () => Promise<Sight>, onDone: () => void): Sending {
  const [sending, setSending] = useState<Action>();
  const [outcome, setOutcome] = useState<SentOutcome>();
  const busy = useRef(false);
  const mounted = useRef(true);
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => () => void (mounted.current = false), []);
  const send = useCallback(
    async ({ action, seen }: Pending, comment: string) => {
      if (busy.current) return;
      busy.current = true;
      setOutcome(undefined);
      setSending(action);
      const result = await decided(service, { action, seen, comment: comment.trim() }, lookAgain);
      busy.current = false;
      if (!mounted.current) return;
      setSending(undefined);
      setOutcome({ ...result, about: seen });
      if (result.tone === 'good') done.current();
    },
    [service, lookAgain],
  );
  return { sending, outcome, send };
}

async function decided(
  service: DecisionsProps['service'],
  { action, seen, comment }: Pending & { readonly comment: string },
  lookAgain: () => Promise<Sight>,
): Promise<Answer> {
  try {
    const request = { action, seen: seenOn(seen), ...(comment === '' ? {} : { comment }) };
    const decision = await service.decide(seen.id, request);
    await lookAgain();
    return { ...accepted(decision), decision: decision.id };
  } catch (error) {
    return notAccepted(error, seen, (await lookAgain()).details);
  }
}
