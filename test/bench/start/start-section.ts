import { atMost, explained } from '../report.ts';
import type { Section } from '../report.ts';
import type { StartMeasured } from './measure-start.ts';

const mostMilliseconds = 2000;

export function startSection({ bareNode, loaded, emptyDatabase, knownDatabase }: StartMeasured): Section {
  return {
    title: 'Start of the service',
    head: ['ms', 'median', 'over bare Node'],
    rows: [
      ['Node alone, to its end', bareNode, 0],
      ['all modules loaded (gennaker --help)', loaded, loaded - bareNode],
      ['ready, on a database that is empty', emptyDatabase, emptyDatabase - bareNode],
      ['ready, on a database that is known', knownDatabase, knownDatabase - bareNode],
    ],
    goals: [
      explained(
        atMost('ready, on a database that is known', knownDatabase, mostMilliseconds),
        'What is above the second line is PostgreSQL and the two listeners.',
      ),
    ],
    notes: [
      'From the start of the process until /health/ready answers 200, asked every 50 ms, of the file that npm run build makes.',
    ],
  };
}
