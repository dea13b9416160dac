import { isNumber, isObject, isText } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** The `webhook` block of Orca's configuration, with Orca's defaults. */
export interface WebhookProperties {
  readonly allowedRequestsEnabled: boolean;
  readonly allowedRequests: readonly AllowedRequest[];
  readonly defaultRetryStatusCodes: readonly number[];
  /** Only when written does it count; else the HTTP client's 120 s. */
  readonly readTimeoutMs: number;
  readonly preconfigured: readonly PreconfiguredWebhook[];
}

export interface AllowedRequest {
  readonly httpMethods: readonly string[];
  readonly urlPrefix: string;
  readonly safeToRetry: boolean;
}

export interface PreconfiguredWebhook {
  readonly type: string;
  readonly sensitiveHeaders: JsonObject;
  /** What is laid over the stage: every key of the class but those that only describe the webhook. */
  readonly fields: JsonObject;
}

/** `PreconfiguredWebhook` in Orca's WebhookProperties at the HEAD that was recorded. */
export const preconfiguredKeys = {
  describing: ['enabled', 'label', 'description', 'type', 'parameters', 'sensitiveHeaders'],
  laidOverTheStage: [
    'url',
    'customHeaders',
    'parameterValues',
    'parameterData',
    'method',
    'payload',
    'failFastStatusCodes',
    'waitForCompletion',
    'statusUrlResolution',
    'statusUrlJsonPath',
    'statusJsonPath',
    'progressJsonPath',
    'successStatuses',
    'canceledStatuses',
    'terminalStatuses',
    'permissions',
    'retryStatusCodes',
    'waitBeforeMonitor',
    'signalCancellation',
    'cancelEndpoint',
    'cancelMethod',
    'cancelPayload',
  ],
} as const;

const globalKeys = [
  'allowedRequestsEnabled',
  'allowedRequests',
  'defaultRetryStatusCodes',
  'readTimeoutMs',
  'preconfigured',
];

/** Throws on a key that Orca does not have, or that is not played here: it would be read as if it were obeyed. */
export function readWebhookProperties(block: unknown): WebhookProperties {
  if (!isObject(block)) throw new TypeError('The webhook block is no map.');
  expectKeys(block, globalKeys, 'webhook');
  const { readTimeoutMs, defaultRetryStatusCodes } = block;
  return {
    allowedRequestsEnabled: block['allowedRequestsEnabled'] === true,
    allowedRequests: objects(block['allowedRequests']).map(readAllowedRequest),
    defaultRetryStatusCodes: Array.isArray(defaultRetryStatusCodes) ? defaultRetryStatusCodes.filter(isNumber) : [429],
    readTimeoutMs: isNumber(readTimeoutMs) ? readTimeoutMs : 120_000,
    preconfigured: objects(block['preconfigured'])
      .filter(({ enabled }) => enabled !== false)
      .map(readPreconfigured),
  };
}

function readAllowedRequest(entry: JsonObject): AllowedRequest {
  expectKeys(entry, ['httpMethods', 'matchStrategy', 'urlPrefix', 'safeToRetry'], 'webhook.allowedRequests');
  const { httpMethods, matchStrategy = 'STARTS_WITH', urlPrefix, safeToRetry } = entry;
  if (matchStrategy !== 'STARTS_WITH' || !isText(urlPrefix))
    throw new TypeError('webhook.allowedRequests: only STARTS_WITH with a urlPrefix is played here.');
  return {
    httpMethods: Array.isArray(httpMethods) ? httpMethods.filter(isText) : [],
    urlPrefix,
    safeToRetry: safeToRetry === true,
  };
}

function readPreconfigured(entry: JsonObject): PreconfiguredWebhook {
  const { describing, laidOverTheStage } = preconfiguredKeys;
  expectKeys(entry, [...describing, ...laidOverTheStage], 'webhook.preconfigured');
  if (isObject(entry['permissions']))
    throw new TypeError('webhook.preconfigured: permissions need a Fiat; not played here.');
  const { type, sensitiveHeaders } = entry;
  const fields = laidOverTheStage.flatMap((key): [string, Json][] => {
    const value = entry[key];
    return value === undefined || value === null ? [] : [[key, value]];
  });
  return {
    type: isText(type) ? type : '',
    sensitiveHeaders: isObject(sensitiveHeaders) ? sensitiveHeaders : {},
    fields: Object.fromEntries(fields),
  };
}

function expectKeys(entry: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(entry).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new TypeError(`${where}: unknown ${unknown.join(', ')}.`);
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
