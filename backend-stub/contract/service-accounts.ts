/**
 * `GET /v1/access/service-accounts`: those that whoever asks may use, and those that pipelines which he may read run as; of an admin,
 * all that there are.
 */
export interface ServiceAccounts {
  readonly scope: 'all' | 'yours';
  readonly accounts: readonly ServiceAccount[];
  /** What could not be found out, and why; sentences. */
  readonly gaps: readonly string[];
}

export interface ServiceAccount {
  /** As Front50 has it, or else as it stands in a pipeline. */
  readonly name: string;
  /** False: pipelines name it, and Front50 has none of this name. Absent: nobody could be asked. */
  readonly exists?: boolean;
  /** Lower-cased; only of one that whoever asks may use, and of one that has none. All of them are needed to use it. */
  readonly roles?: readonly string[];
  readonly mayUse: boolean;
  /** Pipelines that whoever asks may read; absent where pipelines could not be listed. */
  readonly uses?: readonly AccountUse[];
  /** Pipelines run as it that whoever asks may not read. */
  readonly isUsedElsewhere?: boolean;
  /** It is managed for one pipeline, and that one is gone. */
  readonly pipelineIsGone?: boolean;
}

/** A pipeline that runs as an account, or that an account is managed for. */
export interface AccountUse {
  readonly application: string;
  readonly id: string;
  readonly pipeline: string;
  /** Kinds of those of its triggers that run as the account; none: it is only managed for this pipeline. */
  readonly triggers: readonly string[];
  /** Whether one of these triggers is switched on, and the pipeline too. */
  readonly isOn: boolean;
}
