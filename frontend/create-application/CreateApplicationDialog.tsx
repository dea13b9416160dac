import React from 'react';
import { Notice } from '../view/Notice.tsx';
import { useId } from '../view/use-id.ts';
import './create-application.css';
import { DialogFooter } from './DialogFooter.tsx';
import { nameOf } from './draft.ts';
import { FormFields } from './FormFields.tsx';
import type { CreationHost } from './host.ts';
import { shownLines } from './check-draft.ts';
import { obstacles } from './obstacles.ts';
import { isUnderWay } from './submission-words.ts';
import type { CreationService } from './use-answer.ts';
import { useCreation } from './use-creation.ts';
import type { Creation } from './use-creation.ts';
import { usePatientPress } from './use-patient-press.ts';

export interface DialogProps {
  /** To begin with; may be empty. */
  readonly name: string;
  readonly host: CreationHost;
  readonly service: CreationService;
  /** As it is typed. */
  readonly onName: (name: string) => void;
  readonly onCreated: (created: { readonly name: string }) => void;
  readonly onDismiss: () => void;
}

export const headingId = 'gennaker-create-heading';

/** The form inside a modal, from the first letter of a name to the application that is there. */
export function CreateApplicationDialog(props: DialogProps): JSX.Element {
  const { host, service, onName, onCreated, onDismiss } = props;
  const id = useId();
  const creation = useCreation(host, service, props.name);
  const { held, submitter } = creation;
  const { draft, letGo } = held;
  const [tried, setTried] = React.useState(false);
  const [isLeaving, setLeaving] = React.useState(false);
  React.useEffect(() => onName(draft.name), [onName, draft.name]);
  const leave = (): void => {
    letGo();
    onDismiss();
  };
  const goThere = useArrival(creation, onCreated);
  const create = usePatientPress({ name: draft.name, isAsking: creation.standing.answer.kind === 'asking' }, () => {
    setTried(true);
    const [first] = obstaclesOf(creation, host);
    if (first === undefined) return creation.send('createApplication');
    // After the lines that have to be read there are drawn.
    setTimeout(() => document.getElementById(`${id}-${first}`)?.focus(), 0);
  });
  const leaveOrAsk = (): void => (held.touched && !isUnderWay(submitter.submission) ? setLeaving(true) : leave());
  useEscape(leaveOrAsk);
  return (
    <form
      className="gennaker-stage gennaker-create"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isUnderWay(submitter.submission)) create();
      }}
    >
      <DialogHead onClose={leaveOrAsk} />
      <div className="modal-body">
        {held.isBack && <Back onBeginAnew={held.beginAnew} />}
        <fieldset disabled={isUnderWay(submitter.submission)}>
          <FormFields id={id} host={host} creation={creation} lines={shownLines(creation.lines, tried)} tried={tried} />
        </fieldset>
      </div>
      <DialogFooter
        submission={submitter.submission}
        name={nameOf(draft)}
        isLeaving={isLeaving}
        onLeave={leave}
        onStay={() => setLeaving(false)}
        onCancel={leave}
        onRepair={() => creation.send('updateApplication')}
        onGoThere={goThere}
      />
    </form>
  );
}

function obstaclesOf(creation: Creation, host: CreationHost): ReturnType<typeof obstacles> {
  const { held, lines, standing, advice } = creation;
  return obstacles({ draft: held.draft, lines, answer: standing.answer, advice, fiat: host.facts.features.fiat });
}

/** Goes to the application as soon as Gate shows it; returns how to go there at once. */
function useArrival({ held, submitter }: Creation, onCreated: DialogProps['onCreated']): () => void {
  const name = nameOf(held.draft);
  const { letGo } = held;
  const arrive = React.useRef<() => void>(() => undefined);
  arrive.current = () => {
    letGo();
    onCreated({ name });
  };
  const isShown = submitter.submission.kind === 'shown';
  React.useEffect(() => {
    if (isShown) arrive.current();
  }, [isShown]);
  return React.useCallback(() => arrive.current(), []);
}

function DialogHead({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <div className="modal-header">
      <button type="button" className="close" aria-label="Close" onClick={onClose}>
        <span aria-hidden="true">×</span>
      </button>
      <h4 id={headingId} className="modal-title">
        New Application
      </h4>
    </div>
  );
}

function Back({ onBeginAnew }: { readonly onBeginAnew: () => void }): JSX.Element {
  return (
    <Notice tone="hint">
      What you typed before is back: your session ended, or the page was left.{' '}
      <button type="button" className="gennaker-link" onClick={onBeginAnew}>
        Begin anew
      </button>
    </Notice>
  );
}

/** Wherever in the page the focus is: a click beside a field takes it out of the form. */
function useEscape(leave: () => void): void {
  const latest = React.useRef(leave);
  latest.current = leave;
  React.useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') latest.current();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
