/** What stands in a pipeline about who runs it and what it touches; all else is left where it is. */
export interface Pipeline {
  readonly id: string;
  readonly name: string;
  readonly application: string;
  readonly disabled: boolean;
  /** Deck lets nobody edit it; why, where somebody wrote that down. */
  readonly locked?: { readonly reason?: string };
  /** Its stages are made from a template when it runs, and do not stand in it. */
  readonly fromTemplate: boolean;
  /** As they stand there, in any case. Absent: the pipeline has no managed service account of this kind. */
  readonly roles?: readonly string[];
  /** A name that Orca takes for the managed service account, instead of one of its own making. */
  readonly serviceAccount?: string;
  readonly triggers: readonly Trigger[];
  readonly stages: readonly Stage[];
}

export interface Trigger {
  /** Spinnaker's word: `webhook`, `cron`, `pipeline`, … */
  readonly kind: string;
  readonly enabled: boolean;
  /** As it stands there: a text of nothing but spaces is none, and yet keeps a managed account out. */
  readonly runAsUser?: string;
  /** What it waits for, in a few words: a schedule, a repository, a subscription. */
  readonly on?: string;
}

export interface Stage {
  readonly refId: string;
  readonly name: string;
  readonly type: string;
  readonly needs: readonly Need[];
  /** The pipeline that it starts, which runs as the same user. May hold an expression. */
  readonly calls?: { readonly application: string; readonly pipeline: string };
}

/** One thing that is asked of Fiat while a pipeline runs. */
export interface Need {
  readonly on: 'application' | 'account';
  /** As it stands in the pipeline; may hold an expression, and is then known at run time only. */
  readonly name: string;
  readonly authorization: 'READ' | 'WRITE' | 'EXECUTE';
  readonly asker: 'echo' | 'clouddriver' | 'gennaker' | 'orca';
  /** Whether it is always asked, or only for some operations or with some configuration, which can not be seen from here. */
  readonly certain: boolean;
}
