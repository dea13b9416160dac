import type { RolloutReport } from '../contract/report.ts';
import type { DecisionRecord } from './record.ts';

/** An approval that is waited for. */
export interface AskedApproval {
  readonly stepIndex: number;
  /** Which time this step is waited at: 0, and one more after each retry, which takes the steps anew. */
  readonly round: number;
  /** Any one of them is needed; empty: whoever may approve. */
  readonly roles: readonly string[];
}

/** Several rollouts are let go together, so an approval is asked for when all have come to it, or are done. */
export function askedApproval(
  rollouts: readonly RolloutReport[],
  decisions: readonly Pick<DecisionRecord, 'action' | 'state'>[],
): AskedApproval | undefined {
  const open = rollouts.filter(({ situation }) => situation !== 'succeeded');
  const [first] = open;
  const stepIndex = first?.stepIndex;
  if (first === undefined || stepIndex === undefined) return undefined;
  const together = open.every((rollout) => rollout.waiting?.reason === 'approval' && rollout.stepIndex === stepIndex);
  if (!together) return undefined;
  const round = decisions.filter(({ action, state }) => action === 'retry' && state !== 'failed').length;
  return { stepIndex, round, roles: first.waiting?.requiresRoles ?? [] };
}
