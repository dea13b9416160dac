import type { JsonObject } from './json.ts';

export type Status =
  'NOT_STARTED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED_CONTINUE' | 'TERMINAL' | 'CANCELED' | 'STOPPED' | 'SKIPPED';

/** One task of a stage; times in milliseconds. */
export interface OrcaTask {
  readonly id: string;
  readonly implementingClass: string;
  readonly name: TaskName;
  startTime?: number;
  endTime?: number;
  status: Status;
  readonly stageStart: boolean;
  readonly stageEnd: boolean;
  readonly loopStart: false;
  readonly loopEnd: false;
  readonly taskExceptionDetails: JsonObject;
}

export type TaskName = 'createWebhook' | 'waitBeforeMonitorWebhook' | 'monitorWebhook' | 'wait';

export interface OrcaStage {
  readonly id: string;
  readonly refId: string;
  readonly type: string;
  readonly name: string;
  startTime?: number;
  endTime?: number;
  status: Status;
  /** What the author wrote, what the preconfigured webhook laid over it, and what the tasks stored. */
  context: JsonObject;
  readonly outputs: JsonObject;
  tasks: OrcaTask[];
  readonly requisiteStageRefIds: readonly string[];
  /** Who wrote it last by a PATCH: a field of the stage, and no part of its context. */
  lastModified?: {
    readonly user: string;
    readonly allowedAccounts: readonly string[];
    readonly lastModifiedTime: number;
  };
}

/** As Orca stores and answers it; keys as in the recordings. */
export interface OrcaExecution {
  readonly type: 'PIPELINE';
  readonly id: string;
  readonly application: string;
  readonly name: string;
  readonly buildTime: number;
  canceled: boolean;
  canceledBy?: string;
  cancellationReason?: string;
  readonly limitConcurrent: false;
  readonly maxConcurrentExecutions: 0;
  readonly keepWaitingPipelines: false;
  readonly stages: readonly OrcaStage[];
  startTime?: number;
  endTime?: number;
  status: Status;
  readonly authentication: { readonly user: string; readonly allowedAccounts: readonly string[] };
  readonly origin: string;
  readonly trigger: JsonObject;
  readonly notifications: readonly never[];
  readonly initialConfig: JsonObject;
  readonly systemNotifications: readonly never[];
  readonly additionalHeaders: JsonObject;
}

const completeStatuses: readonly Status[] = [
  'SUCCEEDED',
  'FAILED_CONTINUE',
  'TERMINAL',
  'CANCELED',
  'STOPPED',
  'SKIPPED',
];

export function isComplete(status: Status): boolean {
  return completeStatuses.includes(status);
}

/** A failed end, after which Orca plans the failure stages. CANCELED is none. */
export function isFailure(status: Status): boolean {
  return status === 'TERMINAL' || status === 'STOPPED' || status === 'FAILED_CONTINUE';
}

/** What a failed task makes of its stage, by the author's "if stage fails" options. */
export function failureStatus(stage: OrcaStage, status: 'TERMINAL' | 'CANCELED' = 'TERMINAL'): Status {
  if (stage.context['continuePipeline'] === true) return 'FAILED_CONTINUE';
  return stage.context['failPipeline'] === false ? 'STOPPED' : status;
}
