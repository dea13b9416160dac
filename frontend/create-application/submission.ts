import { isFields } from '../../backend-stub/contract/reading.ts';
import type { Response } from '../service/request.ts';
import { followTask, taskLimits } from '../tasks/follow.ts';
import type { Clock, TaskEnd, TaskRequest } from '../tasks/follow.ts';
import { taskIdOf } from '../tasks/read-task.ts';
import type { TaskStep } from '../tasks/read-task.ts';
import type { Operation } from './attributes.ts';
import type { CreationHost } from './host.ts';
import { repairFailure, taskFailure } from './task-words.ts';

/** Where the creation of an application stands. Times are milliseconds since 1970. */
export type Submission =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending'; readonly since: number }
  | { readonly kind: 'running'; readonly since: number; readonly task: string; readonly steps: readonly TaskStep[] }
  /** It is created, and Gate does not show it to this person yet. */
  | { readonly kind: 'appearing'; readonly since: number }
  | { readonly kind: 'shown' }
  /** `offer`: what can be done about it. */
  | { readonly kind: 'ended'; readonly sentence: string; readonly offer: Offered };

export type Offered = 'tryAgain' | 'repair' | 'goThere';

export interface Submitting {
  readonly host: CreationHost;
  readonly request: TaskRequest;
  readonly operation: Operation;
  readonly tell: (submission: Submission) => void;
  /** Whether anybody still waits for it. */
  readonly isWanted: () => boolean;
  readonly clock: Clock;
}

/** In milliseconds. Orca ends such a task in a second or two, and Fiat needs up to 20 s until it knows an application. */
export const limits = { ...taskLimits, appearing: 60_000 } as const;

const session = 'Your session has ended. What you typed is kept in this tab: log in again and open this dialog.';

/** Sends the task, follows it to its end and waits until Gate shows the application. Never rejects. */
export async function submit(submitting: Submitting): Promise<void> {
  const { host, request, operation, clock, tell } = submitting;
  const since = clock.now();
  tell({ kind: 'sending', since });
  const taken =
    operation === 'createApplication' ? takenBy(await host.application(request.application), request) : undefined;
  if (taken !== undefined) return tell(ended(taken));
  const sent = await host.sendTask(request);
  const task = sent.kind === 'answer' && sent.status < 300 ? taskIdOf(sent.body) : undefined;
  if (task === undefined) return tell(ended(notSent(sent)));
  await follow(submitting, task, since);
}

/**
 * Orca takes the creation of what exists for a change of it, so it is asked once more. Only a yes counts: Gate refuses to show what
 * is not there yet to whoever is no administrator.
 */
function takenBy(response: Response, { application }: TaskRequest): string | undefined {
  if (response.kind !== 'answer') return undefined;
  if (response.status === 401) return session;
  const isThere = response.status === 200 && isFields(response.body) && response.body['name'] !== undefined;
  return isThere ? `There is an application ${application} by now: somebody was faster. Take another name.` : undefined;
}

function notSent(sent: Response): string {
  if (sent.kind === 'no-answer')
    return `It is not known whether the task arrived (${sent.why}). Try again: if it did, the name is said to be taken.`;
  if (sent.status === 401) return session;
  const said = isFields(sent.body) && typeof sent.body['message'] === 'string' ? `: ${sent.body['message']}` : '';
  if (sent.status < 300) return 'Gate took the task and did not say under which name. Look among the tasks of Deck.';
  return `Gate refused the task with ${sent.status}${said}. Nothing was created.`;
}

async function follow(submitting: Submitting, task: string, since: number): Promise<void> {
  const { host, request, operation, clock, tell, isWanted } = submitting;
  const onSteps = (steps: readonly TaskStep[]): void => tell({ kind: 'running', since, task, steps });
  const ending = await followTask({ gate: host, task, since, clock, isWanted, onSteps });
  if (ending === undefined) return;
  const end = endOf(ending, { name: request.application, operation, task });
  return end === undefined ? appear(submitting, clock.now()) : tell(end);
}

interface Ended {
  readonly name: string;
  readonly operation: Operation;
  readonly task: string;
}

/** Undefined of a task that did what it should. */
function endOf(standing: TaskEnd, { name, operation, task }: Ended): Submission | undefined {
  switch (standing.kind) {
    case 'session-over':
      return ended(session, 'goThere');
    case 'too-long':
      return ended(tooLong(task), 'goThere');
    case 'succeeded':
      return standing.overwrote && operation === 'createApplication' ? ended(overwritten(name), 'goThere') : undefined;
    case 'canceled':
      return ended(
        `Somebody canceled the task. It may have created ${name} before; try again, and it is said to be taken if so.`,
      );
    case 'failed': {
      if (operation === 'updateApplication') return ended(repairFailure(standing.cause, name), 'repair');
      const { sentence, halfCreated } = taskFailure(standing.cause, name);
      return ended(sentence, halfCreated ? 'repair' : 'tryAgain');
    }
  }
}

async function appear({ host, request, clock, tell, isWanted }: Submitting, since: number): Promise<void> {
  tell({ kind: 'appearing', since });
  while (isWanted()) {
    const response = await host.application(request.application);
    if (response.kind === 'answer' && response.status === 200) return tell({ kind: 'shown' });
    if (clock.now() - since > limits.appearing) return tell(ended(hidden(request.application), 'goThere'));
    await clock.pause(limits.interval);
  }
}

function tooLong(task: string): string {
  return `Orca has not ended its task ${task} within two minutes. It goes on without this page; look for it among the tasks of Deck.`;
}

function hidden(name: string): string {
  return `${name} was created, and Gate does not show it to you yet: roles are synchronised every few minutes, or you may not read it.`;
}

function overwritten(name: string): string {
  return `Somebody created ${name} in the same moment, and this task has changed what was written there. Look at its configuration, and talk to its owner.`;
}

function ended(sentence: string, offer: Offered = 'tryAgain'): Submission {
  return { kind: 'ended', sentence, offer };
}
