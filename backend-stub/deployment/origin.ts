import type { StageAttempt } from '../contract/orca.ts';

/** What asked for a deployment: what it does when nobody asks any more, and who may end it, follows from that. */
export type Origin = StageOrigin | MachineOrigin;

/** A stage of a pipeline. What became of it is read from Orca. */
export interface StageOrigin {
  readonly kind: 'stage';
  readonly stage: StageAttempt;
  readonly pipeline?: string;
  /** Whom the execution's triggers name besides, up the chain of pipelines: counted as requesters where those may not approve. */
  readonly triggeredBy?: readonly string[];
}

/** A machine by itself. Nobody polls, and nothing but a machine's own call cancels. */
export interface MachineOrigin {
  readonly kind: 'machine';
  /** `sub` of its token. */
  readonly subject: string;
  /** Chosen by the machine: the same key of the same subject and tenant is the same deployment, for ever. */
  readonly key: string;
  /** sha256, in hex, of what was asked for under the key. */
  readonly request: string;
}

/** Behind "deployment X" in a sentence. */
export function originWords(origin: Origin): string {
  switch (origin.kind) {
    case 'stage':
      return origin.pipeline === undefined ? '' : ` of pipeline ${origin.pipeline}`;
    case 'machine':
      return ` of machine ${origin.subject}`;
  }
}

/** How rollouts that were left running are taken up again. */
export function takenUpAgain({ kind }: Origin): string {
  switch (kind) {
    case 'stage':
      return 'Restarting the stage takes them up again.';
    case 'machine':
      return 'Starting the same under another key takes them up again.';
  }
}

export function whereDecided({ kind }: Origin): string {
  return kind === 'stage' ? 'in its pipeline execution' : 'through Gate';
}
