import type { OrcaExecution, OrcaStage } from './execution.ts';
import { copy } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { ulid } from './ulid.ts';

/** An inline pipeline. Orca does not ask whether the user may start it under this application (measured on Gate). */
export interface StartRequest {
  readonly application: string;
  readonly name: string;
  /** Becomes `authentication.user`. */
  readonly user: string;
  /** Stages as in pipeline JSON. Without `refId` they are numbered, without `requisiteStageRefIds` they start at once. */
  readonly stages: readonly JsonObject[];
  readonly parameters?: JsonObject;
  readonly id?: string;
  /** Laid over the manual trigger, as for an automated one. */
  readonly trigger?: JsonObject;
}

export function newExecution(request: StartRequest, now: number): OrcaExecution {
  return {
    type: 'PIPELINE',
    id: request.id ?? ulid(now),
    application: request.application,
    name: request.name,
    buildTime: now,
    canceled: false,
    limitConcurrent: false,
    maxConcurrentExecutions: 0,
    keepWaitingPipelines: false,
    stages: request.stages.map((stage, index) => newStage(stage, `${index + 1}`, now)),
    startTime: now,
    status: 'RUNNING',
    authentication: { user: request.user, allowedAccounts: [] },
    origin: 'unknown',
    trigger: {
      type: 'manual',
      user: request.user,
      parameters: copy(request.parameters ?? {}),
      artifacts: [],
      notifications: [],
      rebake: false,
      dryRun: false,
      strategy: false,
      resolvedExpectedArtifacts: [],
      expectedArtifacts: [],
      ...request.trigger,
    },
    notifications: [],
    initialConfig: {},
    systemNotifications: [],
    additionalHeaders: {},
  };
}

function newStage(written: JsonObject, number: string, now: number): OrcaStage {
  const { refId, requisiteStageRefIds, type, name, ...context } = copy(written);
  return {
    id: ulid(now),
    refId: text(refId) ?? number,
    type: text(type) ?? '',
    name: text(name) ?? text(type) ?? '',
    status: 'NOT_STARTED',
    context,
    outputs: {},
    tasks: [],
    requisiteStageRefIds: Array.isArray(requisiteStageRefIds)
      ? requisiteStageRefIds.flatMap((id) => text(id) ?? [])
      : [],
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
