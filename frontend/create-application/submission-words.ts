import { runningSentence, secondsWords } from '../tasks/task-words.ts';
import type { Submission } from './submission.ts';

/** What is going on, in a sentence; undefined where nothing is. */
export function underWay(submission: Submission, now: number): string | undefined {
  switch (submission.kind) {
    case 'sending':
      return 'Sending it to Orca…';
    case 'running':
      return runningSentence(submission.steps, submission.since, now);
    case 'appearing':
      return `Created. Waiting until Gate shows it to you, which takes up to 20 seconds: ${secondsWords(submission.since, now)}.`;
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
