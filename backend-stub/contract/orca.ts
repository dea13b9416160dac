/** The only status words Orca is ever given; `plugin.yaml` maps exactly these, and Orca polls for ever on any other. */
export const orcaStatusWords = ['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED'] as const;
export type OrcaStatusWord = (typeof orcaStatusWords)[number];

/** The stage type in pipeline JSON, and the alias without which Orca finds no stage definition for it. */
export const stageType = 'kubernetesProgressive';
export const stageAlias = 'preconfiguredWebhook';

/** Which attempt of which stage of which execution speaks: Orca restarts a stage under the same ids with a new start time. */
export interface StageAttempt {
  readonly executionId: string;
  readonly stageId: string;
  /** Orca's `stage.startTime`, in milliseconds, as text. */
  readonly attempt: string;
}

/** Body of `GET /v1/deployments/{id}/status`. `progress` is always text: anything else ends the stage in Orca. */
export interface StatusReply {
  readonly status: OrcaStatusWord;
  readonly progress: string;
  readonly summary: string;
}

/** Body of `POST /v1/deployments`. */
export interface StartReply {
  readonly deploymentId: string;
  readonly status: OrcaStatusWord;
  readonly progress: string;
  /** Absolute; valid before this reply is sent. */
  readonly statusUrl: string;
}
