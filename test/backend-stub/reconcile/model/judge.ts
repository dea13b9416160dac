import type { Trace } from './player.ts';
import { blindDecisions, changedOutcomes, neverEnded, unruledOutcomes } from './judge-outcomes.ts';
import { overtoldPromotions, ownFaults, toldTwice, unsettled, wrongPolls } from './judge-telling.ts';
import { badTemplatesLeft, carriedOutTwice, strayWrites, unseenByItsMaker, writtenDownTwice } from './judge-writes.ts';

/** What must hold for every history, and how it is seen that it does not: each violation as a line. */
export const properties: Readonly<Record<string, (trace: Trace) => readonly string[]>> = {
  'latches its outcome once, and never changes it afterwards': changedOutcomes,
  'ends as the rule says for what it was shown, and is open as long as the rule says so': unruledOutcomes,
  'decides nothing and writes nothing on what was not seen': blindDecisions,
  'comes to its end when it is left alone': neverEnded,
  'writes only to the Rollout and the version that it is bound to': strayWrites,
  'carries a decision out only on what its maker saw': unseenByItsMaker,
  'carries a decision out once, and lets one step pass for one approval': carriedOutTwice,
  'writes down one of two decisions to do the same': writtenDownTwice,
  'leaves the stable template behind after an abort': badTemplatesLeft,
  'settles every decision that it accepted': unsettled,
  'tells each decision once': toldTwice,
  'tells a promotion from outside once, and no other as one': overtoldPromotions,
  'tells Orca what is kept, and no end that is taken back': wrongPolls,
  'has no faults of its own': ownFaults,
};
