import { isWebhookStage } from './durations.ts';
import { evaluateStage } from './evaluate.ts';
import { failureStatus, isComplete, isFailure } from './execution.ts';
import type { OrcaExecution, OrcaStage, Status } from './execution.ts';
import { exceptionDetails, failsOnExpressions, includeExpressionFailures } from './failures.ts';
import { JavaException } from './java-exception.ts';
import { planStage } from './stage-plan.ts';
import { runTask } from './task-runner.ts';
import type { Surroundings } from './task-runner.ts';

/** Runs a stage to its end from wherever it stands, so that it can be taken up again after a kill. */
export async function runStage(execution: OrcaExecution, stage: OrcaStage, around: Surroundings): Promise<void> {
  if (stage.status === 'NOT_STARTED') start(execution, stage, around);
  for (const task of stage.tasks) {
    if (!isComplete(task.status)) await runTask({ execution, stage, task }, around);
    if (task.status !== 'SUCCEEDED') break;
  }
  await complete(stage, around);
}

function start(execution: OrcaExecution, stage: OrcaStage, around: Surroundings): void {
  stage.status = 'RUNNING';
  stage.startTime = around.now();
  try {
    evaluateStage(execution, stage, around.now());
    planStage(stage, around.service.properties);
  } catch (failure) {
    if (!(failure instanceof JavaException)) throw failure;
    stage.context['exception'] = exceptionDetails(failure, { operation: stage.name, now: around.now() });
    stage.context['beforeStagePlanningFailed'] = true;
  }
}

/** CompleteStageHandler: after every failed end the cancel address is called, whoever failed (`onFailureStages`). */
async function complete(stage: OrcaStage, around: Surroundings): Promise<void> {
  const status = failsOnExpressions(stage) ? 'TERMINAL' : statusOf(stage);
  if (isFailure(status) && isWebhookStage(stage)) await around.service.cancel(stage);
  includeExpressionFailures(stage);
  stage.status = status;
  stage.endTime = around.now();
}

function statusOf(stage: OrcaStage): Status {
  const statuses = stage.tasks.map(({ status }) => status);
  if (stage.context['beforeStagePlanningFailed'] === true || statuses.includes('TERMINAL')) return failureStatus(stage);
  const bad = (['STOPPED', 'CANCELED', 'FAILED_CONTINUE'] as const).find((status) => statuses.includes(status));
  return bad ?? 'SUCCEEDED';
}
