import type { TaskStep } from './read-task.ts';

/** `Orca is at work, step 1 of 2 (savePipeline): 3 seconds.` */
export function runningSentence(steps: readonly TaskStep[], since: number, now: number): string {
  return `Orca is at work${stepWords(steps)}: ${secondsWords(since, now)}.`;
}

export function secondsWords(since: number, now: number): string {
  const count = Math.max(0, Math.round((now - since) / 1000));
  return count === 1 ? '1 second' : `${count} seconds`;
}

/** One line of what a service said, without an address of a host inside Spinnaker. */
export function withoutHosts(text: string): string {
  const line = text.replace(/\bURL: \S+?(?=,|\s|$)/g, 'URL: …').replace(/https?:\/\/[^/\s,]+/g, '…');
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

function stepWords(steps: readonly TaskStep[]): string {
  const at = steps.findIndex(({ status }) => status === 'RUNNING');
  const step = steps[at];
  return step === undefined ? '' : `, step ${at + 1} of ${steps.length} (${step.name})`;
}
