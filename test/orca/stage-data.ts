import { isNumber, isObject, isText } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** What the webhook tasks read out of a stage's context: Orca's `WebhookStage.StageData` with its defaults. */
export interface StageData {
  readonly url: string | undefined;
  readonly method: string;
  readonly payload: Json | undefined;
  readonly customHeaders: JsonObject;
  readonly failFastStatusCodes: readonly number[];
  readonly webhookRetryStatusCodes: readonly number[];
  readonly waitForCompletion: boolean;
  readonly waitBeforeMonitor: number;
  readonly monitorOnly: boolean;
  readonly statusUrlResolution: string | undefined;
  readonly statusUrlJsonPath: string;
  readonly statusEndpoint: string | undefined;
  readonly statusJsonPath: string;
  readonly progressJsonPath: string;
  readonly successStatuses: string;
  readonly canceledStatuses: string;
  readonly terminalStatuses: string;
  readonly retryStatusCodes: readonly number[];
  /** Most retries by status code, over the life of the stage. */
  readonly retries: JsonObject;
  readonly cancelEndpoint: string | undefined;
  readonly cancelMethod: string;
  readonly cancelPayload: Json | undefined;
  /** What the tasks stored so far. */
  readonly webhook: JsonObject;
}

export function readStageData(context: JsonObject): StageData {
  return {
    url: text(context['url']),
    method: text(context['method'])?.toUpperCase() ?? 'POST',
    payload: context['payload'],
    customHeaders: object(context['customHeaders']),
    failFastStatusCodes: numbers(context['failFastStatusCodes']) ?? [504],
    webhookRetryStatusCodes: numbers(context['webhookRetryStatusCodes']) ?? [],
    waitForCompletion: flag(context['waitForCompletion']),
    waitBeforeMonitor: Number(context['waitBeforeMonitor'] ?? 0),
    monitorOnly: flag(context['monitorOnly']),
    statusUrlResolution: text(context['statusUrlResolution']),
    statusUrlJsonPath: text(context['statusUrlJsonPath']) ?? '',
    statusEndpoint: text(context['statusEndpoint']),
    statusJsonPath: text(context['statusJsonPath']) ?? '',
    progressJsonPath: text(context['progressJsonPath']) ?? '',
    ...readEnds(context),
  };
}

function readEnds(
  context: JsonObject,
): Pick<
  StageData,
  | 'successStatuses'
  | 'canceledStatuses'
  | 'terminalStatuses'
  | 'retryStatusCodes'
  | 'retries'
  | 'cancelEndpoint'
  | 'cancelMethod'
  | 'cancelPayload'
  | 'webhook'
> {
  return {
    successStatuses: text(context['successStatuses']) ?? '',
    canceledStatuses: text(context['canceledStatuses']) ?? '',
    terminalStatuses: text(context['terminalStatuses']) ?? '',
    retryStatusCodes: numbers(context['retryStatusCodes']) ?? [],
    retries: object(context['retries']),
    cancelEndpoint: text(context['cancelEndpoint']),
    cancelMethod: text(context['cancelMethod'])?.toUpperCase() ?? 'POST',
    cancelPayload: context['cancelPayload'],
    webhook: object(context['webhook']),
  };
}

function text(value: Json | undefined): string | undefined {
  return isText(value) ? value : undefined;
}

function numbers(value: Json | undefined): readonly number[] | undefined {
  return Array.isArray(value) ? value.map(Number).filter(isNumber) : undefined;
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function flag(value: Json | undefined): boolean {
  return value === true || value === 'true';
}
