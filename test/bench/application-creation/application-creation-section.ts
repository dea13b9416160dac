import { atMost, explained } from '../report.ts';
import type { Section } from '../report.ts';
import { median } from '../statistics.ts';
import { sizes } from './measure-application-creation.ts';
import type { CreationMeasured } from './measure-application-creation.ts';

const mostForName = 0.1;
const mostForTable = 1000;

export function applicationCreationSection({ resolved, judged, read, overview }: CreationMeasured): Section {
  const everyPrefix = 'A name is looked up by each of its beginnings.';
  return {
    title: 'Who may create applications',
    head: ['', 'ms of the processor'],
    rows: [
      ['whether somebody may take one name', median(resolved)],
      ['the same, with its reason and all that is told of it', median(judged)],
      ['the whole table, the effects on what exists, and the warnings', median(overview)],
      ["reading the operator's file", median(read)],
    ],
    goals: [
      explained(atMost('ms of the processor for one name', median(resolved), mostForName), everyPrefix),
      explained(
        atMost('ms of the processor for the whole table', median(overview), mostForTable),
        'Each application is judged twice, without the prefixes and with them, role by role.',
      ),
    ],
    notes: [
      `${sizes.applications} applications, ${sizes.prefixes} prefixes, one of them "*" with all ${sizes.roles} roles. Medians of ${resolved.length} rounds, names`,
      'by the thousand. What Fiat and Front50 take for their answers is theirs, and not in it.',
    ],
  };
}
