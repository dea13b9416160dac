import type { OrcaStage } from './execution.ts';
import { JavaException } from './java-exception.ts';
import { compact, isNumber, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { readPath } from './json-path.ts';
import { HttpStatusException, statusName } from './rest-template.ts';
import type { Reply } from './rest-template.ts';
import { readStageData } from './stage-data.ts';
import type { StageData } from './stage-data.ts';
import type { TaskResult } from './task-result.ts';
import type { WebhookService } from './webhook-service.ts';

/** Orca's MonitorWebhookTask: one poll. What the first request got stays; the last poll's findings are replaced. */
export async function runMonitorTask(service: WebhookService, stage: OrcaStage): Promise<TaskResult> {
  const data = readStageData(stage.context);
  const past = pastStatusCodes(data.webhook);
  const end = (status: TaskResult['status'], monitor: Readonly<Record<string, Json | undefined>>): TaskResult => ({
    status,
    context: { webhook: { ...data.webhook, monitor: compact({ pastStatusCodes: nonEmpty(past), ...monitor }) } },
  });
  const reply = await poll(service, stage);
  if (!(reply instanceof JavaException)) {
    const verdict = judge(data, reply.body);
    return end(verdict.status, { ...received(reply), ...verdict.monitor });
  }
  if (reply instanceof HttpStatusException && isRetried(reply.reply.status, { data, past, service }))
    return end('RUNNING', { pastStatusCodes: [...past, reply.reply.status] });
  if (reply.is('UnknownHostException') || reply.is('SocketTimeoutException')) return end('RUNNING', {});
  const error = `an exception occurred in webhook monitor to ${data.statusEndpoint}: ${reply.toString()}`;
  return end('TERMINAL', { error, headers: reply instanceof HttpStatusException ? reply.reply.headers : undefined });
}

async function poll(service: WebhookService, stage: OrcaStage): Promise<Reply | JavaException> {
  const { statusEndpoint, monitorOnly, url } = readStageData(stage.context);
  if (statusEndpoint === undefined && (!monitorOnly || url === undefined))
    throw new JavaException('java.lang.IllegalStateException', 'Missing required parameter: statusEndpoint = null');
  try {
    const call = service.monitor(stage);
    if (call !== undefined) return await service.send(call);
    const none = 'Unable to determine rest template to monitor webhook';
    return new JavaException('com.netflix.spinnaker.kork.exceptions.SpinnakerException', none);
  } catch (failure) {
    if (failure instanceof JavaException) return failure;
    throw failure;
  }
}

function received({ status, headers, body }: Reply): Readonly<Record<string, Json | undefined>> {
  return { statusCode: statusName(status), statusCodeValue: status, headers, body };
}

interface Verdict {
  readonly status: TaskResult['status'];
  readonly monitor: Readonly<Record<string, Json | undefined>>;
}

function judge(data: StageData, body: Json | undefined): Verdict {
  if (data.statusJsonPath === '') return { status: 'SUCCEEDED', monitor: {} };
  if (body === undefined) throw new JavaException('java.lang.IllegalArgumentException', 'json can not be null');
  const status = readPath(body, data.statusJsonPath);
  if (status.kind === 'missing') return failed(notFound('status', data));
  if (status.value === null || typeof status.value === 'object')
    return failed(`The json path '${data.statusJsonPath}' did not resolve to a single value`, status.value);
  return judgeProgress(data, body) ?? judgeStatus(data, { status: status.value, body });
}

/** Undefined when it is as it must be: none asked for, or a text. */
function judgeProgress(data: StageData, body: Json): Verdict | undefined {
  if (data.progressJsonPath === '') return undefined;
  const progress = readPath(body, data.progressJsonPath);
  if (progress.kind === 'missing') return failed(notFound('progress', data));
  if (typeof progress.value === 'string') return undefined;
  return failed(`The json path '${data.progressJsonPath}' did not resolve to a String value`, progress.value);
}

interface Said {
  readonly status: string | number | boolean;
  readonly body: Json;
}

function judgeStatus(data: StageData, { status, body }: Said): Verdict {
  const progress = data.progressJsonPath === '' ? undefined : readPath(body, data.progressJsonPath);
  const progressMessage = progress?.kind === 'found' ? progress.value : undefined;
  if (typeof status === 'number')
    return { status: status === 100 ? 'SUCCEEDED' : 'RUNNING', monitor: { progressMessage, percentComplete: status } };
  return { status: meaning(data, String(status).toUpperCase()), monitor: { progressMessage } };
}

/** Later lists win over earlier ones, as in Orca's map; a word in none of them means that Orca polls on. */
function meaning(data: StageData, word: string): TaskResult['status'] {
  const says = (statuses: string): boolean => statuses.split(',').some((one) => one.trim().toUpperCase() === word);
  if (data.terminalStatuses !== '' && says(data.terminalStatuses)) return 'TERMINAL';
  if (data.canceledStatuses !== '' && says(data.canceledStatuses)) return 'CANCELED';
  return says(data.successStatuses) ? 'SUCCEEDED' : 'RUNNING';
}

/** Orca names the status path for both (recorded: noprogress). */
function notFound(what: 'status' | 'progress', data: StageData): string {
  return `Unable to parse ${what}: JSON property '${data.statusJsonPath}' not found in response body`;
}

function failed(error: string, resolvedValue?: Json): Verdict {
  return { status: 'TERMINAL', monitor: { error, resolvedValue } };
}

interface Attempts {
  readonly data: StageData;
  readonly past: readonly number[];
  readonly service: WebhookService;
}

/** A limit of its own for a code (`retries`) goes before the general rules. */
function isRetried(status: number, { data, past, service }: Attempts): boolean {
  const limit = data.retries[`${status}`];
  if (isObject(limit)) return past.filter((code) => code === status).length < Number(limit['maxAttempts'] ?? 0);
  return (
    status >= 500 ||
    service.properties.defaultRetryStatusCodes.includes(status) ||
    data.retryStatusCodes.includes(status)
  );
}

function pastStatusCodes(webhook: JsonObject): number[] {
  const monitor = webhook['monitor'];
  const past = isObject(monitor) ? monitor['pastStatusCodes'] : undefined;
  return Array.isArray(past) ? past.filter(isNumber) : [];
}

function nonEmpty(codes: number[]): number[] | undefined {
  return codes.length > 0 ? codes : undefined;
}
