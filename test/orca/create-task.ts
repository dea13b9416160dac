import type { OrcaExecution, OrcaStage } from './execution.ts';
import { JavaException } from './java-exception.ts';
import { compact } from './json.ts';
import type { JsonObject } from './json.ts';
import { readPath } from './json-path.ts';
import { HttpStatusException, statusName } from './rest-template.ts';
import type { Reply } from './rest-template.ts';
import { readStageData } from './stage-data.ts';
import type { StageData } from './stage-data.ts';
import type { TaskResult } from './task-result.ts';
import type { PreparedCall, WebhookService } from './webhook-service.ts';

/** Orca's CreateWebhookTask: sends the first request. Its texts are what `context.webhook.error` then says. */
export async function runCreateTask(
  service: WebhookService,
  execution: OrcaExecution,
  stage: OrcaStage,
): Promise<TaskResult> {
  const data = readStageData(stage.context);
  const where = `pipeline ${execution.id} to ${data.url}`;
  const call = service.create(stage);
  if (call === undefined)
    throw new JavaException(
      'com.netflix.spinnaker.kork.exceptions.SpinnakerException',
      'Unable to determine rest template to call webhook',
    );
  try {
    return started(data, await service.send(call));
  } catch (failure) {
    if (failure instanceof HttpStatusException) return refused(failure, { data, where, service });
    if (failure instanceof JavaException) return unanswered(failure, { data, execution, call });
    throw failure;
  }
}

function started(data: StageData, reply: Reply): TaskResult {
  const webhook = compact({ ...statusOf(reply), body: reply.body, headers: reply.headers });
  if (!data.waitForCompletion) return { status: 'SUCCEEDED', context: { webhook } };
  const found = statusAddress(data, reply);
  if ('error' in found) return { status: 'TERMINAL', context: { webhook: { ...webhook, error: found.error } } };
  const { statusEndpoint } = found;
  return { status: 'SUCCEEDED', context: { statusEndpoint, webhook: { ...webhook, statusEndpoint } } };
}

type StatusAddress = { readonly statusEndpoint: string } | { readonly error: string };

function statusAddress(data: StageData, reply: Reply): StatusAddress {
  const written = writtenAddress(data, reply);
  if (typeof written !== 'string') return written;
  if (written === '') return { error: "The status URL couldn't be resolved, but 'Wait for completion' is configured" };
  return { statusEndpoint: withSchemeOf(data.url ?? '', written) };
}

function writtenAddress(data: StageData, reply: Reply): string | { readonly error: string } {
  switch (data.statusUrlResolution) {
    case 'getMethod':
      return data.url ?? '';
    case 'locationHeader': {
      const location = Object.entries(reply.headers).find(([name]) => name.toLowerCase() === 'location')?.[1];
      return typeof location === 'string' ? location : '';
    }
    case 'webhookResponse': {
      const read = readPath(reply.body, data.statusUrlJsonPath);
      if (read.kind === 'found') return typeof read.value === 'string' ? read.value : '';
      return { error: `Exception while resolving status check URL: No results for path: ${read.canonicalPath}` };
    }
    default:
      return { error: `Exception while resolving status check URL: Unexpected value: ${data.statusUrlResolution}` };
  }
}

/** The same host keeps the scheme that the stage was started with. */
function withSchemeOf(started: string, status: string): string {
  if (!URL.canParse(started) || !URL.canParse(status)) return status;
  const [from, to] = [new URL(started), new URL(status)];
  return from.hostname === to.hostname ? status.replace(/^[^:]+:/, from.protocol) : status;
}

interface Refused {
  readonly data: StageData;
  readonly where: string;
  readonly service: WebhookService;
}

/** 4xx and 5xx. The order of the cases is Orca's: failing fast goes before retrying. */
function refused({ reply }: HttpStatusException, { data, where, service }: Refused): TaskResult {
  const { status } = reply;
  const webhook = compact({ ...statusOf(reply), body: reply.body, headers: reply.headers });
  const end = (result: 'RUNNING' | 'TERMINAL', error: string): TaskResult => ({
    status: result,
    context: { webhook: { ...webhook, error } },
  });
  if (data.failFastStatusCodes.includes(status))
    return end(
      'TERMINAL',
      `Received status code ${status}, which is configured to fail fast, terminating stage for ${where}`,
    );
  const retried =
    status >= 500 ||
    service.properties.defaultRetryStatusCodes.includes(status) ||
    data.webhookRetryStatusCodes.includes(status);
  if (retried) return end('RUNNING', `Error submitting webhook for ${where} with status code ${status}, will retry.`);
  return end('TERMINAL', `Error submitting webhook for ${where} with status code ${status}.`);
}

interface Unanswered {
  readonly data: StageData;
  readonly execution: OrcaExecution;
  readonly call: PreparedCall;
}

/** No answer: only an unknown host, and a timeout of what may be repeated, are retried. */
function unanswered(failure: JavaException, { data, execution, call }: Unanswered): TaskResult {
  const { method, url } = data;
  const end = (status: 'RUNNING' | 'TERMINAL', error: string): TaskResult => ({
    status,
    context: { webhook: { error } },
  });
  if (failure.is('UnknownHostException'))
    return end(
      'RUNNING',
      `Remote host resolution failure in webhook for pipeline ${execution.id} to ${url}, will retry.`,
    );
  if (failure.is('SocketTimeoutException') && (method === 'GET' || call.safeToRetry))
    return end(
      'RUNNING',
      `Socket timeout in webhook on ${method} request for pipeline ${execution.id} to ${url}, will retry.`,
    );
  const what = `performing a ${method} request to ${url}. ${failure.toString()}`;
  return end('TERMINAL', `An exception occurred for pipeline ${execution.id} ${what}`);
}

function statusOf({ status }: Reply): JsonObject {
  return { statusCode: statusName(status), statusCodeValue: status };
}
