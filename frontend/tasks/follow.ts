import type { Fields } from '../../backend-stub/contract/reading.ts';
import type { Response } from '../service/request.ts';
import { readTask } from './read-task.ts';
import type { TaskStanding, TaskStep } from './read-task.ts';

/** A task as Gate takes it at `POST /tasks`. */
export interface TaskRequest {
  readonly application: string;
  readonly description: string;
  readonly job: readonly Fields[];
}

/** Gate's two calls about tasks; never reject. */
export interface TaskGate {
  readonly sendTask: (task: TaskRequest) => Promise<Response>;
  readonly task: (id: string) => Promise<Response>;
}

export interface Clock {
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** In milliseconds. */
export const taskLimits = { interval: 1000, task: 120_000 } as const;

export interface Following {
  readonly gate: Pick<TaskGate, 'task'>;
  readonly task: string;
  /** When it was sent. */
  readonly since: number;
  readonly clock: Clock;
  /** Whether anybody still waits for it. */
  readonly isWanted: () => boolean;
  readonly onSteps: (steps: readonly TaskStep[]) => void;
}

export type TaskEnd =
  | Exclude<TaskStanding, { readonly kind: 'running' }>
  | { readonly kind: 'session-over' }
  /** It goes on without anybody who follows it. */
  | { readonly kind: 'too-long' };

/** Undefined where nobody waits any more. Never rejects. An answer that can not be read is asked for again. */
export async function followTask(following: Following): Promise<TaskEnd | undefined> {
  const { gate, task, since, clock, isWanted, onSteps } = following;
  let steps: readonly TaskStep[] = [];
  while (isWanted()) {
    onSteps(steps);
    const response = await gate.task(task);
    if (response.kind === 'answer' && response.status === 401) return { kind: 'session-over' };
    const standing = response.kind === 'answer' ? readTask(response.body) : undefined;
    if (standing !== undefined && standing.kind !== 'running') return standing;
    if (clock.now() - since > taskLimits.task) return { kind: 'too-long' };
    steps = standing?.steps ?? steps;
    await clock.pause(taskLimits.interval);
  }
  return undefined;
}
