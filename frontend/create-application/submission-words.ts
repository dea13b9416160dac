import type { TaskStep } from './read-task.ts';
import type { Submission } from './submission.ts';

/** What is going on, in a sentence; undefined where nothing is. */
export function underWay(submission: Submission, now: number): string | undefined {
  switch (submission.kind) {
    case 'sending':
      return 'Sending it to Orca…';
    case 'running':
      return `Orca is at work${stepWords(submission.steps)}: ${seconds(submission.since, now)}.`;
    case 'appearing':
      return `Created. Waiting until Gate shows it to you, which takes up to 20 seconds: ${seconds(submission.since, now)}.`;
    case 'shown':
      return 'Created.';
    case 'none':
    case 'ended':
      return undefined;
  }
}

/** Whether nothing may be typed now. */
export function isUnderWay({ kind }: Submission): boolean {
  return kind !== 'none' && kind !== 'ended';
}

function stepWords(steps: readonly TaskStep[]): string {
  const at = steps.findIndex(({ status }) => status === 'RUNNING');
  const step = steps[at];
  return step === undefined ? '' : `, step ${at + 1} of ${steps.length} (${step.name})`;
}

function seconds(since: number, now: number): string {
  const count = Math.max(0, Math.round((now - since) / 1000));
  return count === 1 ? '1 second' : `${count} seconds`;
}
