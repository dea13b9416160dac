import type { StageStamp } from '../contract/stage-decision.ts';

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
  /**
   * Whom the trigger and those of the pipelines before it name. A caller can write what he likes there (measured), so it may take
   * a right from somebody and never gives one.
   */
  readonly triggeredBy: readonly string[];
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
  readonly webhook: StageWebhook;
  /** What somebody laid there to decide about the deployment; absent where there is nothing. */
  readonly decision?: unknown;
  /** Who wrote the stage last; absent where nobody did. A field of the stage, which no author and no PATCH can write. */
  readonly stamp?: StageStamp;
}

/**
 * What decides where Orca sends our bearer. Orca reads it from the stage: plugin.yaml fills most of it when the stage begins,
 * the author what that leaves empty, and whoever has EXECUTE may lay anything over it while the stage runs (Orca's
 * `PATCH /pipelines/{id}/stages/{id}`).
 */
export interface StageWebhook {
  readonly alias?: string;
  readonly monitorOnly: boolean;
  readonly addresses: readonly WebhookAddress[];
}

export const webhookAddressKeys = ['url', 'statusEndpoint', 'cancelEndpoint'] as const;

export interface WebhookAddress {
  readonly key: (typeof webhookAddressKeys)[number];
  readonly address: string;
}
