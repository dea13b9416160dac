import Sequencer from '@jest/test-sequencer';

/** What waits for clocks and budgets. A fresh machine has no earlier times to sort by, and their files are short. */
const long = [
  'faults/killed',
  'faults/adoption',
  'faults/cluster',
  'fuzz/fuzz',
  'stage/adoption.test',
  'stage/controller-and-apiserver',
  'contract/real-cluster',
  'faults/',
  'browser/lost-part',
  'browser/restarting',
  'browser/giving-back',
  'browser/audit.test',
  'browser/watching',
];

/** The long ones first, so that none of them runs alone at the end; the rest as jest sorts them. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = long.findIndex((part) => path.includes(`/test/${part}`));
      return found === -1 ? long.length : found;
    };
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
}
