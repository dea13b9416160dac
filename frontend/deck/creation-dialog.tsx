import { ReactModal } from '@spinnaker/core';
import React from 'react';
import type { CreationHost } from '../create-application/host.ts';
import type { StageService } from '../service/stage-service.ts';
import type { ShowInstead } from './creation-entries.ts';
import type { CreationPart } from './creation-part.ts';
import { guarded } from './guarded.tsx';
import { logProblem } from './log.ts';

/** Why ours went away without a word of the person: Deck's own dialog goes on with what was typed. */
class GaveWay extends Error {
  override readonly name = 'GaveWay';
  /** When ours has left the page. */
  readonly gone: Promise<void>;

  constructor(gone: Promise<void>) {
    super('it broke while it was drawn');
    this.gone = gone;
  }
}

interface ModalProps {
  readonly closeModal?: (result: unknown) => void;
  readonly dismissModal?: (reason?: unknown) => void;
}

/** Ours in Deck's modal. Whatever throws, also while it is drawn, opens Deck's own dialog with the name typed so far. */
export function creationDialog(part: CreationPart, host: () => CreationHost, service: StageService): ShowInstead {
  return async (name, showDecks) => {
    const typed = { name };
    try {
      return await show(component(part, { host: host(), service, typed }), part.headingId);
    } catch (reason) {
      // Who dismisses it gives no error.
      if (!(reason instanceof Error)) throw reason;
      logProblem("The create-application dialog could not be shown; Deck's own is shown instead.", reason);
      if (reason instanceof GaveWay) await Promise.race([reason.gone, pause(patience)]);
      return showDecks(typed.name);
    }
  };
}

/** How long ours may take to leave, in milliseconds. Its page fades away, and then forgets that a modal is open, also another one. */
const patience = 2000;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function show(Shown: React.ComponentType<ModalProps>, headingId: string): Promise<unknown> {
  const options = { dialogClassName: 'modal-lg', backdrop: 'static', keyboard: false, 'aria-labelledby': headingId };
  const result: unknown = await ReactModal.show(Shown, {}, options);
  return result;
}

interface Given {
  readonly host: CreationHost;
  readonly service: StageService;
  /** The name as it stands in the field, for whoever takes over. */
  readonly typed: { name: string };
}

function component({ Dialog }: CreationPart, { host, service, typed }: Given): React.ComponentType<ModalProps> {
  const { name } = typed;
  function DeckCreation({ closeModal, dismissModal }: ModalProps): JSX.Element {
    const onName = React.useCallback((written: string) => void (typed.name = written), []);
    return (
      <Dialog
        name={name}
        host={host}
        service={service}
        onName={onName}
        onCreated={(created) => closeModal?.(created)}
        onDismiss={() => dismissModal?.()}
      />
    );
  }
  return guarded('The create-application dialog', DeckCreation, ({ dismissModal }) => <GiveWay to={dismissModal} />);
}

/** Leaves once it is drawn: a modal that is closed while it is drawn for the first time stays. */
function GiveWay({ to }: { readonly to: ModalProps['dismissModal'] }): JSX.Element {
  React.useEffect(() => {
    let leave = (): void => undefined;
    const gone = new Promise<void>((resolve) => (leave = resolve));
    setTimeout(() => to?.(new GaveWay(gone)), 0);
    return () => leave();
  }, [to]);
  return <div className="modal-body">Deck&apos;s own dialog is opened…</div>;
}
