import { atMost, explained } from '../report.ts';
import type { Goal, Section } from '../report.ts';
import { median, percentile } from '../statistics.ts';
import type { TrustMeasured, TrustPair } from './measure-trust.ts';

const goals = { answer: 2, decision: 15 };

export function trustSection({ answers, decisions }: TrustMeasured): Section {
  return {
    title: 'What authorization and the audit add',
    head: ['', 'on (ms)', 'off (ms)', 'added (ms)', 'added, 95 of 100 (ms)'],
    rows: [rowOf('a status answer', answers), rowOf('a whole decision', decisions)],
    goals: [
      goalOf('ms more to a status answer, at the median', answers, goals.answer),
      goalOf('ms more to a decision, at the median', decisions, goals.decision),
    ],
    notes: [
      `Over HTTP with a private PostgreSQL on this machine: ${answers.length} status answers and ${decisions.length} approvals of one caller, each right`,
      'after or before the same with access open and a database that drops what is to be written down. A decision is measured from the call',
      'until its maker has what came of it, and Fiat is asked anew for each; the cluster answers from memory, on both sides alike.',
    ],
  };
}

function added(pairs: readonly TrustPair[]): readonly number[] {
  return pairs.map(({ on, off }) => on - off);
}

function rowOf(name: string, pairs: readonly TrustPair[]): readonly (string | number)[] {
  const [on, off] = [median(pairs.map((pair) => pair.on)), median(pairs.map((pair) => pair.off))];
  return [name, on, off, median(added(pairs)), percentile(added(pairs), 95)];
}

function goalOf(what: string, pairs: readonly TrustPair[], most: number): Goal {
  const why =
    'A decision asks Fiat once, and writes two records: one as it is made, one of what came of it. A status answer does neither.';
  return explained(atMost(what, median(added(pairs)), most), why);
}
