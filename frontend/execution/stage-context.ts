import { tellsOfApproval } from '../../backend-stub/contract/progress.ts';
import { isFields } from '../../backend-stub/contract/reading.ts';
import type { Fields } from '../../backend-stub/contract/reading.ts';

/** What an execution itself knows of its deployment: all there is when the service can't be asked or has forgotten. */
export interface StageTrace {
  readonly deploymentId?: string;
  /** What the service last told Orca. */
  readonly sentence?: string;
  /** Why the stage failed, if it did; of a stage that runs, why Orca's last call did. */
  readonly reason?: string;
}

/** Reads what Orca's webhook tasks keep under `context.webhook`. Total: of what is not as expected, nothing is read. */
export function readStageContext(context: unknown): StageTrace {
  const stage = fields(context);
  const webhook = fields(stage['webhook']);
  const monitor = fields(webhook['monitor']);
  const deploymentId = idIn(webhook, stage);
  const sentence = told(monitor, 'summary') ?? told(monitor, 'progress') ?? text(monitor['progressMessage']);
  const reason = shortened(reasonIn(stage));
  return {
    ...(deploymentId === undefined ? {} : { deploymentId }),
    ...(sentence === undefined ? {} : { sentence }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Whether people are asked to approve, from the execution alone. */
export function waitsForApproval(context: unknown): boolean {
  const monitor = fields(fields(fields(context)['webhook'])['monitor']);
  const progress = text(monitor['progressMessage']) ?? told(monitor, 'progress');
  return told(monitor, 'status') === 'RUNNING' && progress !== undefined && tellsOfApproval(progress);
}

/** One sentence for a tooltip; undefined when the execution says nothing yet. */
export function stageLabel(context: unknown): string | undefined {
  const { sentence, reason } = readStageContext(context);
  return sentence ?? reason;
}

/** The reply to the first call says it; the address that Orca polls holds it as well. */
function idIn(webhook: Fields, stage: Fields): string | undefined {
  const address = text(webhook['statusEndpoint']) ?? text(stage['statusEndpoint']) ?? '';
  return told(webhook, 'deploymentId') ?? /\/v1\/deployments\/([^/?#]+)\/status$/.exec(address)?.[1];
}

/** The service's words before Orca's, and those of the end before those of the start. */
function reasonIn(stage: Fields): string | undefined {
  const webhook = fields(stage['webhook']);
  const monitor = fields(webhook['monitor']);
  const ended = told(monitor, 'status');
  const ending = ended === 'FAILED' || ended === 'CANCELED' ? told(monitor, 'summary') : undefined;
  const refusal = text(webhook['error']) === undefined ? undefined : told(webhook, 'message');
  return ending ?? text(monitor['error']) ?? refusal ?? text(webhook['error']) ?? exceptionIn(stage);
}

/** Before and around the calls: an expression that fails, a webhook that the user may not start. */
function exceptionIn(stage: Fields): string | undefined {
  const exception = fields(stage['exception']);
  const details = fields(exception['details']);
  const { errors } = details;
  const listed = Array.isArray(errors) ? errors.filter((error) => typeof error === 'string').join(' ') : '';
  return text(listed) ?? text(details['error']) ?? text(exception['exceptionType']);
}

/** Orca lists every stage that it knows when it does not know one. */
function shortened(reason: string | undefined): string | undefined {
  return reason !== undefined && reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason;
}

const longestReason = 500;

function told(reply: Fields, key: string): string | undefined {
  return text(fields(reply['body'])[key]);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}
