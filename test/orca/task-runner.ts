import { runCreateTask } from './create-task.ts';
import { backOff, checkTimeout, isEnding, isWaitOver } from './durations.ts';
import { evaluateStage } from './evaluate.ts';
import { failureStatus, isComplete } from './execution.ts';
import type { OrcaExecution, OrcaStage, OrcaTask, Status } from './execution.ts';
import { exceptionDetails } from './failures.ts';
import { JavaException } from './java-exception.ts';
import { runMonitorTask } from './monitor-task.ts';
import type { TaskResult } from './task-result.ts';
import type { WebhookService } from './webhook-service.ts';

/** What a running stage needs of its surroundings. */
export interface Surroundings {
  readonly service: WebhookService;
  now(): number;
  /** Until the time is over or the execution is ending; rejects when the small Orca is killed. */
  pause(execution: OrcaExecution, milliseconds: number): Promise<void>;
}

export interface Running {
  readonly execution: OrcaExecution;
  readonly stage: OrcaStage;
  readonly task: OrcaTask;
}

/** Orca's RunTaskHandler: runs a task until it ends, and leaves its status in it. */
export async function runTask(running: Running, around: Surroundings): Promise<void> {
  const { execution, stage, task } = running;
  if (task.status === 'NOT_STARTED') {
    task.status = 'RUNNING';
    task.startTime = around.now();
    evaluateStage(execution, stage, around.now());
  }
  while (task.status === 'RUNNING') {
    const status = await runOnce(running, around);
    if (status !== 'RUNNING') finish(running, { status, now: around.now() });
    else if (!isEnding(execution)) await around.pause(execution, backOff(stage, task, around.now()));
  }
}

/** CompleteTaskHandler evaluates once more, so an expression in the last reply is evaluated as well. */
function finish({ execution, stage, task }: Running, { status, now }: { status: Status; now: number }): void {
  evaluateStage(execution, stage, now);
  task.status = status;
  task.endTime = now;
}

async function runOnce(running: Running, around: Surroundings): Promise<Status> {
  const { execution, stage, task } = running;
  if (execution.canceled) {
    await cancelWith(running, around);
    return 'CANCELED';
  }
  // Another branch has failed: the task ends without a word to the webhook.
  if (isComplete(execution.status)) return 'CANCELED';
  try {
    checkTimeout({ stage, task, now: around.now() });
    const result = await execute(running, around);
    Object.assign(stage.context, result.context);
    if (result.status === 'CANCELED') await cancelWith(running, around);
    return result.status === 'CANCELED' || result.status === 'TERMINAL'
      ? failureStatus(stage, result.status)
      : result.status;
  } catch (failure) {
    if (!(failure instanceof JavaException)) throw failure;
    return exceptional(failure, running, around);
  }
}

function exceptional(failure: JavaException, { stage, task }: Running, around: Surroundings): Status {
  if (failure.is('TimeoutException') && stage.context['markSuccessfulOnTimeout'] === true) return 'SUCCEEDED';
  const exception = exceptionDetails(failure, { operation: task.name, now: around.now() });
  stage.context['exception'] = exception;
  task.taskExceptionDetails['exception'] = exception;
  return failureStatus(stage);
}

function execute({ execution, stage, task }: Running, around: Surroundings): Promise<TaskResult> {
  evaluateStage(execution, stage, around.now());
  switch (task.name) {
    case 'createWebhook':
      return runCreateTask(around.service, execution, stage);
    case 'monitorWebhook':
      return runMonitorTask(around.service, stage);
    case 'wait':
    case 'waitBeforeMonitorWebhook':
      return Promise.resolve({ status: isWaitOver(stage, task, around.now()) ? 'SUCCEEDED' : 'RUNNING', context: {} });
  }
}

/** Only the monitor task has an `onCancel`: a cancel while the first request is tried tells nobody. */
async function cancelWith({ stage, task }: Running, { service }: Surroundings): Promise<void> {
  if (task.name === 'monitorWebhook') await service.cancel(stage);
}
