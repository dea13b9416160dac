import { isFields } from '../../backend-stub/contract/reading.ts';
import type { Fields } from '../../backend-stub/contract/reading.ts';

/** Where Orca's task stands, as `GET /tasks/{id}` tells it. */
export type TaskStanding =
  | { readonly kind: 'running'; readonly steps: readonly TaskStep[] }
  /** `overwrote`: an application of the name was there already, and this task has changed it. */
  | { readonly kind: 'succeeded'; readonly overwrote: boolean }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'failed'; readonly cause: TaskCause };

export interface TaskStep {
  readonly name: string;
  readonly status: string;
  /** Milliseconds since 1970; absent before its start and its end. */
  readonly startTime?: number;
  readonly endTime?: number;
}

/** What Orca kept of the exception. Of an exception that is no answer of a service there are errors alone. */
export interface TaskCause {
  readonly status?: number;
  readonly method?: string;
  /** The path behind the host, which is nobody's business but the operator's. */
  readonly path?: string;
  readonly errors: readonly string[];
}

const failures: readonly unknown[] = ['TERMINAL', 'STOPPED', 'FAILED_CONTINUE'];

/** Undefined where it is no task. Deck's own reading waits for ever on a task that was canceled. */
export function readTask(body: unknown): TaskStanding | undefined {
  if (!isFields(body) || typeof body['status'] !== 'string') return undefined;
  const { status } = body;
  if (status === 'SUCCEEDED') return { kind: 'succeeded', overwrote: hadState(variable(body, 'previousState')) };
  if (status === 'CANCELED') return { kind: 'canceled' };
  if (failures.includes(status)) return { kind: 'failed', cause: causeOf(variable(body, 'exception')) };
  return { kind: 'running', steps: listOf(body['steps']).flatMap(readStep) };
}

/** Of `{ ref: "/tasks/01H…" }`, the answer to a task that was sent. */
export function taskIdOf(body: unknown): string | undefined {
  const ref = isFields(body) ? body['ref'] : undefined;
  return typeof ref === 'string' ? ref.split('/').pop() || undefined : undefined;
}

/** UpsertApplicationTask puts what Front50 had of an application before into the task, and nothing of a new one. */
function hadState(previous: unknown): boolean {
  return isFields(previous) && Object.keys(previous).length > 0;
}

function variable(task: Fields, key: string): unknown {
  return listOf(task['variables']).find((one) => one['key'] === key)?.['value'];
}

function causeOf(exception: unknown): TaskCause {
  const details = isFields(exception) && isFields(exception['details']) ? exception['details'] : {};
  const { status, method, url, errors } = details;
  return {
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof method === 'string' ? { method } : {}),
    ...(typeof url === 'string' ? { path: url.replace(/^[a-z]+:\/\/[^/]*/i, '') } : {}),
    errors: (Array.isArray(errors) ? errors : []).filter((error): error is string => typeof error === 'string'),
  };
}

function readStep({ name, status, startTime, endTime }: Fields): readonly TaskStep[] {
  if (typeof name !== 'string' || typeof status !== 'string') return [];
  const times = { startTime, endTime };
  const known = Object.entries(times).filter(([, time]) => typeof time === 'number');
  return [{ name, status, ...Object.fromEntries(known) }];
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}
