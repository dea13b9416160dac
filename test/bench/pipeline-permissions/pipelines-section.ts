import { atMost } from '../report.ts';
import type { Section } from '../report.ts';
import { median, percentile } from '../statistics.ts';
import type { MeasuredPipelines } from './measure-pipelines.ts';

export function pipelinesSection(measured: MeasuredPipelines): Section {
  const { firstRows, allVerdicts, oneVerdict, roleSets, exact } = measured;
  const row = (name: string, values: readonly number[]) =>
    [
      name,
      values.length,
      rounded(median(values)),
      rounded(percentile(values, 95)),
      rounded(Math.max(...values)),
    ] as const;
  return {
    title: 'Permissions of 5,000 pipelines, as the page works them out',
    head: ['ms', 'times', 'median', '95 %', 'worst'],
    rows: [
      row('answers read, sorted, the first 30 rows judged', firstRows),
      row('all 5,000 judged', allVerdicts),
      row('one pipeline with 60 stages and two identities', oneVerdict),
      row('smallest roles for 40 requirements of 3 among 200 roles', roleSets),
    ],
    goals: [
      atMost('ms from the answers to the first rows, without drawing', rounded(median(firstRows)), 500),
      atMost('ms for the verdict of one pipeline with 60 stages', rounded(percentile(oneVerdict, 95)), 20),
      atMost('ms for the smallest roles of 40 requirements', rounded(percentile(roleSets, 95)), 100),
    ],
    notes: [
      `${exact} of ${roleSets.length} searches for roles proved that no smaller set exists; the others ended with one that is enough.`,
      'Processor time, in Node and not in a browser, without drawing: rows are drawn only where somebody looks.',
    ],
  };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
