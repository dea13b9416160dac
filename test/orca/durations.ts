import type { OrcaExecution, OrcaStage, OrcaTask, TaskName } from './execution.ts';
import { JavaException } from './java-exception.ts';
import { isNumber } from './json.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long Orca waits before it runs a task again. A poll slows down after the task's first minute. */
export function backOff(stage: OrcaStage, task: OrcaTask, now: number): number {
  const elapsed = now - (task.startTime ?? now);
  const { backoffPeriodMs, waitTime } = stage.context;
  const own: Readonly<Record<TaskName, number>> = {
    createWebhook: 10 * second,
    monitorWebhook: elapsed > minute ? 15 * second : second,
    waitBeforeMonitorWebhook: Number(waitTime ?? 0) * second - elapsed,
    wait: Number(waitTime ?? 0) * second - elapsed,
  };
  return Math.max(own[task.name], isNumber(backoffPeriodMs) ? backoffPeriodMs : 0);
}

export function isWaitOver(stage: OrcaStage, task: OrcaTask, now: number): boolean {
  return now - (task.startTime ?? now) >= Number(stage.context['waitTime'] ?? 0) * second;
}

/** Throws when the stage, or this task of it, has been running for too long. `stageTimeoutMs` replaces the task's limit. */
export function checkTimeout({ stage, task, now }: { stage: OrcaStage; task: OrcaTask; now: number }): void {
  const { stageTimeoutMs } = stage.context;
  const inStage = now - (stage.startTime ?? now);
  if (isNumber(stageTimeoutMs) && inStage > stageTimeoutMs)
    throw timeout(`Stage ${stage.name} timed out after ${durationWords(inStage)}`);
  const limit = isNumber(stageTimeoutMs) ? stageTimeoutMs : taskLimit(stage, task);
  const inTask = now - (task.startTime ?? now);
  if (inTask <= limit) return;
  const name = task.implementingClass.replace(/^.*\./, '');
  const took = durationWords(inTask);
  throw timeout(
    `${name} of stage ${stage.name} timed out after ${took}. pausedDuration: 0 seconds, elapsedTime: ${took}, timeoutValue: ${durationWords(limit)}`,
  );
}

function taskLimit(stage: OrcaStage, { name }: OrcaTask): number {
  if (name === 'createWebhook') return 5 * minute;
  return name === 'monitorWebhook' ? hour : Number.POSITIVE_INFINITY;
}

function timeout(message: string): JavaException {
  return new JavaException('com.netflix.spinnaker.orca.exceptions.TimeoutException', message);
}

/** Like `5 minutes 1 second`: no zero at either end, as Apache's formatDurationWords. */
export function durationWords(milliseconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [Math.floor(milliseconds / (24 * hour)), 'day'],
    [Math.floor(milliseconds / hour) % 24, 'hour'],
    [Math.floor(milliseconds / minute) % 60, 'minute'],
    [Math.floor(milliseconds / second) % 60, 'second'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  const last = units.findLastIndex(([count]) => count > 0);
  if (first < 0) return '0 seconds';
  return units
    .slice(first, last + 1)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ');
}

/** True as soon as the execution has ended or is to end: then nobody waits for a back-off. */
export function isEnding(execution: OrcaExecution): boolean {
  return execution.canceled || execution.status !== 'RUNNING';
}

export function isWebhookStage(stage: OrcaStage): boolean {
  return stage.tasks.some(({ name }) => name === 'createWebhook' || name === 'monitorWebhook');
}
