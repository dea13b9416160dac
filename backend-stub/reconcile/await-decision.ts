import { setTimeout as pause } from 'node:timers/promises';
import type { DecisionReport } from '../contract/report.ts';
import type { DecisionRecord } from '../deployment/record.ts';
import type { Services } from './services.ts';
import { reportDecision } from './view.ts';

const patience = 5000;
const interval = 100;

/** Waits a little for the outcome, so that most people get it with the answer. `accepted` means: written down, on its way. */
export async function awaitDecision({ store, clock }: Services, decision: DecisionRecord): Promise<DecisionReport> {
  const deadline = clock.elapsed() + patience;
  let current = decision;
  while (current.state === 'accepted' && clock.elapsed() < deadline) {
    await pause(interval);
    current = (await store.decisions(decision.deploymentId)).find(({ id }) => id === decision.id) ?? current;
  }
  const [report] = reportDecision(current);
  if (report === undefined) throw new Error(`decision ${decision.id} was not made by a person`);
  return report;
}
