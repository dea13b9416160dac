import type { StageAttempt } from './orca.ts';

/** Who asked for a deployment: a stage of a pipeline through Orca, or a machine by itself. */
export type OriginReport = StageOriginReport | MachineOriginReport;

export interface StageOriginReport extends StageAttempt {
  readonly startedBy: 'stage';
  readonly pipeline?: string;
  /** "asking" while Orca polls; "silent" when it has not for three minutes. */
  readonly orca: 'asking' | 'silent';
}

export interface MachineOriginReport {
  readonly startedBy: 'machine';
  /** The subject of its token. The requester is the service account that it acts as. */
  readonly machine: string;
}
