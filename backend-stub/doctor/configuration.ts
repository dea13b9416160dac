import type { Finding } from '../contract/doctor.ts';
import { ok, wrong } from './finding.ts';

/** Of the service's own file: every problem is one of its keys already. */
export function judgeConfiguration(file: string, problems: readonly string[]): readonly Finding[] {
  if (problems.length === 0) return [ok('configuration', `${file} can be used.`)];
  return problems.map((problem) =>
    wrong('configuration', {
      sentence: `The service does not start: ${problem}.`,
      change: `${file}, ${problem.split(' ')[0]}.`,
    }),
  );
}
