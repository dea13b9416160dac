import type { DecisionRecord } from '../deployment/record.ts';
import type { Save } from './advance.ts';
import type { DecisionEnd, Services } from './services.ts';

/** Counts what came of decisions with each save: what it settles, and what the end or the abort in it was quicker than. */
export function countingDecisions(
  { measures, log }: Pick<Services, 'measures' | 'log'>,
  decisions: readonly DecisionRecord[],
  save: Save,
): Save {
  const open = new Map(
    decisions.filter(({ state }) => state === 'accepted').map((decision) => [decision.id, decision]),
  );
  const count = (id: string, end: DecisionEnd): void => {
    const decision = open.get(id);
    if (decision !== undefined) measures.decided(decision.action, end);
    open.delete(id);
  };
  return async (record, beside) => {
    const kept = await save(record, beside);
    for (const { id, state, result } of beside?.settled ?? []) {
      const end = state === 'failed' && record.ending !== undefined ? 'overtaken' : state;
      if (end === 'failed') log.warn({ deployment: record.id, decision: id, reason: result }, 'decision failed');
      count(id, end);
    }
    if (record.outcome !== undefined) for (const id of open.keys()) count(id, 'overtaken');
    return kept;
  };
}
