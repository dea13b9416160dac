import type { DeploymentReport, RolloutReport } from '../../backend-stub/contract/report.ts';

/** Characters before the sentence: time, weight, pods. */
const timeWidth = 7;
const weightCells = 12;

/** ` 31.2 s`, as wide for every time below an hour. */
export function timeCell(seconds: number): string {
  return `${seconds.toFixed(1)} s`.padStart(timeWidth + 1);
}

/** What the steps ask for: `[###.........]  25 %`. */
export function weightBar(percent: number): string {
  const filled = Math.round((percent * weightCells) / 100);
  return `[${'#'.repeat(filled)}${'.'.repeat(weightCells - filled)}] ${String(percent).padStart(3)} %`;
}

/** What runs, one sign a pod: `#` of the new version, `.` of the old one or not there yet. */
export function podBar({ wanted, updated }: RolloutReport['pods']): string {
  const shown = Math.min(updated, wanted);
  return `[${'#'.repeat(shown)}${'.'.repeat(wanted - shown)}]`;
}

/** Where a rollout stands, without the sentence; blank of the same width when it has not begun. */
export function standing(rollout: RolloutReport | undefined): string {
  if (rollout === undefined || rollout.situation === 'unbound') return ' '.repeat(weightBar(0).length + 8);
  return `${weightBar(rollout.weight.planned)}  ${podBar(rollout.pods)}`;
}

/** One line of the story: the bars of the (one) rollout and the service's own sentence. */
export function deploymentLine({ rollouts, summary }: DeploymentReport): Told {
  return { standing: standing(rollouts[0]), sentence: summary };
}

export interface Told {
  readonly standing: string;
  readonly sentence: string;
}

/** Broken at spaces; what follows the first line is indented. A word longer than the line keeps its length. */
export function wrap(text: string, { width, indent }: { width: number; indent: number }): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > width - indent) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
