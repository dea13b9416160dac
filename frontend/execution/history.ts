import { defined } from '../../backend-stub/contract/defined.ts';
import { abortSentence, actionNames } from '../../backend-stub/contract/decision.ts';
import type { Action } from '../../backend-stub/contract/decision.ts';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { GiveBackReport } from '../../backend-stub/contract/give-back.ts';
import type { DecisionReport } from '../../backend-stub/contract/report.ts';
import type { HistoryEntry } from '../view/History.tsx';

/** What somebody did, after a name. */
export const deeds: Readonly<Record<Action, string>> = {
  approve: 'approved',
  promoteFully: 'promoted fully',
  abort: 'aborted',
  retry: 'retried',
};

/** Events and decisions in one list, newest first. An event that only repeats a decision is left out. */
export function historyOf({
  events,
  decisions,
  giveBacks,
}: Pick<DeploymentDetails, 'events' | 'decisions' | 'giveBacks'>): readonly HistoryEntry[] {
  const told = events.filter(({ sentence }) => !decisions.some((decision) => repeats(sentence, decision)));
  const entries: readonly HistoryEntry[] = [
    ...told.map(({ at, sentence }, index) => ({ key: `${at} ${index}`, at, what: sentence })),
    ...decisions.map(entryOf),
    ...giveBacks.map(givingBack),
  ];
  // Of the same moment, the later in the list is the later one.
  return [...entries].reverse().sort((left, right) => Date.parse(right.at) - Date.parse(left.at));
}

function repeats(sentence: string, { action, by, comment }: DecisionReport): boolean {
  if (action !== 'abort') return sentence.startsWith(`${actionNames[action]} by ${by}`);
  return sentence === abortSentence({ by, ...defined({ comment }) });
}

function givingBack({ id, by, asAdmin, at, state, sentence }: GiveBackReport): HistoryEntry {
  const what = asAdmin === true ? 'asked to give it back as an admin' : 'asked to give it back';
  return { key: id, at, who: by, what, result: sentence, failed: state === 'failed' };
}

function entryOf({ id, action, by, asAdmin, at, comment, state, result }: DecisionReport): HistoryEntry {
  return {
    key: id,
    at,
    who: by,
    what: asAdmin === true ? `${deeds[action]} as an admin` : deeds[action],
    ...(comment === undefined ? {} : { comment }),
    result: result ?? 'It is being carried out.',
    failed: state === 'failed',
  };
}
