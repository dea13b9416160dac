import type { JsonObject } from './json.ts';

const json = ['application/json'];

/** What the tierRollout recordings were configured with, read back from their contexts and requests. */
export function tierRollout(address: string): JsonObject {
  return {
    type: 'tierRollout',
    label: 'Roll out',
    url: `${address}/v1/runs`,
    method: 'POST',
    customHeaders: {
      'Content-Type': json,
      Accept: json,
      'X-Idempotency-Key': ["${execution['id']}-${#currentStage()['refId']}"],
    },
    sensitiveHeaders: { Authorization: ['Bearer s3cr3t-token'] },
    payload:
      '{"app":"${execution[\'application\']}","executionId":"${execution[\'id\']}",' +
      '"user":"${execution[\'authentication\'][\'user\']}","target":"${parameterValues[\'target\']}",' +
      '"percent":${parameterValues[\'percent\']}}\n',
    failFastStatusCodes: [400, 401, 403, 404, 422],
    ...waiting,
    statusUrlResolution: 'webhookResponse',
    statusUrlJsonPath: '$.statusUrl',
    progressJsonPath: '$.progress',
    canceledStatuses: 'CANCELED',
    terminalStatuses: 'TERMINAL,FAILED',
    retryStatusCodes: [404, 409],
    signalCancellation: true,
    cancelEndpoint: `${address}/v1/runs/\${execution['id']}/cancel`,
    cancelMethod: 'POST',
    cancelPayload: '{"reason":"canceled in Spinnaker"}',
  };
}

const waiting: JsonObject = { waitForCompletion: true, statusJsonPath: '$.status', successStatuses: 'SUCCEEDED' };

/** For `restart-with-start-header`: the same with the stage's start as a text. */
export function tierRolloutWithStart(address: string): JsonObject {
  const preset = tierRollout(address);
  const start = { 'X-Stage-Start': ["${#currentStage()['startTime'].toString()}"] };
  return {
    ...preset,
    customHeaders: {
      ...start,
      'Content-Type': json,
      Accept: json,
      'X-Idempotency-Key': ["${execution['id']}-${#currentStage()['refId']}"],
    },
  };
}

export function locWebhook(address: string): JsonObject {
  return {
    type: 'locWebhook',
    url: `${address}/v1/loc`,
    method: 'POST',
    payload: '{}',
    ...waiting,
    statusUrlResolution: 'locationHeader',
    canceledStatuses: 'CANCELED',
    terminalStatuses: 'TERMINAL',
  };
}

export function fireForget(address: string): JsonObject {
  return {
    type: 'fireForget',
    url: `${address}/v1/notify`,
    method: 'POST',
    payload: '{"ping":true}',
    waitForCompletion: false,
  };
}

/** The first draft of our own stage, which two servers answered that kept no log. */
export function draftOfOurs(address: string): JsonObject {
  return {
    type: 'kubernetesProgressive',
    url: `${address}/v1/deployments`,
    method: 'POST',
    customHeaders: {
      'Content-Type': json,
      'X-Spin-Execution-Id': ['${execution.id}'],
      'X-Spin-Stage-Id': ['${#currentStage().id}'],
      'X-Spin-Attempt': ['${#currentStage().startTime.toString()}'],
      'X-Spin-Application': ['${execution.application}'],
      'X-Spin-Run-As': ['${execution.authentication.user}'],
    },
    sensitiveHeaders: { Authorization: ['Bearer s3cr3t-token'] },
    payload: '${deployment}',
    ...waiting,
    statusUrlResolution: 'webhookResponse',
    statusUrlJsonPath: '$.statusUrl',
    progressJsonPath: '$.progress',
    canceledStatuses: 'CANCELED',
    terminalStatuses: 'FAILED,TERMINAL',
    retryStatusCodes: [404, 408],
    signalCancellation: true,
    cancelEndpoint: `${address}/v1/cancel`,
    cancelMethod: 'POST',
    cancelPayload: '{"executionId":"${execution.id}","stageId":"${#currentStage().id}"}',
  };
}
