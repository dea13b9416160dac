import React from 'react';
import { Notice } from '../view/Notice.tsx';
import { isUnderWay, underWay } from './submission-words.ts';
import type { Submission } from './submission.ts';

export interface DialogFooterProps {
  readonly submission: Submission;
  readonly name: string;
  /** Somebody wants to leave although something is typed. */
  readonly isLeaving: boolean;
  readonly onLeave: () => void;
  readonly onStay: () => void;
  readonly onCancel: () => void;
  readonly onRepair: () => void;
  readonly onGoThere: () => void;
}

/** How the task goes, what came of it, and what can be done now. */
export function DialogFooter(props: DialogFooterProps): JSX.Element {
  const { submission, isLeaving, onCancel } = props;
  const told = React.useRef<HTMLDivElement>(null);
  const isBusy = isUnderWay(submission);
  // The field that had it can't be written in meanwhile, and would lose it to the page behind.
  React.useEffect(() => {
    if (isBusy) told.current?.focus();
  }, [isBusy]);
  return (
    <div className="modal-footer gennaker-create-footer">
      <div ref={told} className="gennaker-create-told" role="status" tabIndex={-1}>
        {isBusy && <UnderWay submission={submission} />}
        {submission.kind === 'ended' && <Notice tone="trouble">{submission.sentence}</Notice>}
      </div>
      {isLeaving ? (
        <Leaving {...props} />
      ) : (
        <div className="gennaker-create-buttons">
          <button type="button" className="btn btn-default" onClick={onCancel}>
            {isBusy ? 'Close' : 'Cancel'}
          </button>{' '}
          <WayOn {...props} />
        </div>
      )}
    </div>
  );
}

function WayOn({ submission, name, onRepair, onGoThere }: DialogFooterProps): JSX.Element {
  const offer = submission.kind === 'ended' ? submission.offer : 'tryAgain';
  switch (offer) {
    case 'repair':
      return (
        <button type="button" className="btn btn-primary" onClick={onRepair}>
          Write its permissions again
        </button>
      );
    case 'goThere':
      return (
        <button type="button" className="btn btn-primary" onClick={onGoThere}>
          Go to {name}
        </button>
      );
    case 'tryAgain':
      return (
        <button type="submit" className="btn btn-primary" disabled={isUnderWay(submission)}>
          Create
        </button>
      );
  }
}

function UnderWay({ submission }: { readonly submission: Submission }): JSX.Element {
  const [now, setNow] = React.useState(() => Date.now());
  React.useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <Notice tone="hint">{underWay(submission, now)}</Notice>;
}

function Leaving({ onLeave, onStay }: DialogFooterProps): JSX.Element {
  const stay = React.useRef<HTMLButtonElement>(null);
  React.useEffect(() => stay.current?.focus(), []);
  return (
    <div className="gennaker-create-buttons">
      Leave, and lose what you typed?{' '}
      <button ref={stay} type="button" className="btn btn-default" onClick={onStay}>
        Stay
      </button>{' '}
      <button type="button" className="btn btn-default" onClick={onLeave}>
        Leave
      </button>
    </div>
  );
}
