/** The parts of an Orca execution that we believe, read back from Orca itself. */
export interface Execution {
  readonly id: string;
  readonly application: string;
  readonly name?: string;
  readonly status: string;
  readonly canceled: boolean;
  readonly canceledBy?: string;
  /** `authentication.user`: `trigger.user` can be forged by the caller, this one can't (measured). */
  readonly user?: string;
  readonly stages: readonly ExecutionStage[];
}

export interface ExecutionStage {
  readonly id: string;
  readonly refId: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  /** Milliseconds; undefined before it started. */
  readonly startTime?: number;
  /** The author's `deployment`, after Orca's evaluation. */
  readonly deployment: unknown;
}
