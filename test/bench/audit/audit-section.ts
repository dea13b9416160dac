import { atLeast, atMost, explained } from '../report.ts';
import type { Section } from '../report.ts';
import { median } from '../statistics.ts';
import type { AuditMeasured } from './measure-audit.ts';

const leastRows = 20_000;
const mostMilliseconds = 15;

export function auditSection({ rows, verified, decisions }: AuditMeasured): Section {
  const [written, unwritten] = [
    median(decisions.map((pair) => pair.written)),
    median(decisions.map((pair) => pair.unwritten)),
  ];
  const added = median(decisions.map((pair) => pair.written - pair.unwritten));
  return {
    title: 'What is written down, and how fast it is read again',
    head: ['', 'value'],
    rows: [
      ['rows a second, verified', median(verified)],
      ['ms to keep a decision, with its record', written],
      ['ms without', unwritten],
    ],
    goals: [
      explained(
        atLeast('rows a second', Math.round(median(verified)), leastRows),
        'A row is read, hashed, parsed and compared with its columns, by one process; PostgreSQL has a core of its own where there is one.',
      ),
      explained(
        atMost('ms that the record adds to a decision', added, mostMilliseconds),
        'The record is one insert more, and its chain is locked until the commit is on the disk.',
      ),
    ],
    notes: [
      `A chain of ${rows} records as long as real ones, read ${verified.length} times as \`npm run audit:verify\` does. Decisions: medians of ${decisions.length} pairs, one`,
      'after the other, with the trigger that chains the record and with it disabled, on a private PostgreSQL on this machine.',
    ],
  };
}
