import type { DecisionReport } from '../contract/report.ts';
import type { DecisionRecord } from '../deployment/record.ts';
import type { Services } from './services.ts';
import { reportDecision } from './view.ts';

const patience = 5000;
/** Another replica that carries it out announces nothing here: then the store is asked, less often later. */
const elsewhere = { first: 1000, later: 2000 };

type Awaiting = Pick<Services, 'clock' | 'leads' | 'settled'> & {
  readonly store: Pick<Services['store'], 'decisions'>;
};

/** Waits a little for the outcome, so that most people get it with the answer. `accepted` means: written down, on its way. */
export async function awaitDecision(services: Awaiting, decision: DecisionRecord): Promise<DecisionReport> {
  const { store, clock, settled } = services;
  const intervals = services.leads(decision.deploymentId) ? { first: patience, later: patience } : elsewhere;
  const deadline = clock.elapsed() + patience;
  let current = decision;
  let news = settled.wait(decision.deploymentId, intervals.first);
  while (current.state === 'accepted' && clock.elapsed() < deadline) {
    const settlement = (await news).find(({ id }) => id === decision.id);
    // Before the question: what is settled while it is under way must not be missed.
    news = settled.wait(decision.deploymentId, intervals.later);
    current =
      settlement === undefined
        ? ((await store.decisions(decision.deploymentId)).find(({ id }) => id === decision.id) ?? current)
        : { ...current, ...settlement };
  }
  const [report] = reportDecision(current);
  if (report === undefined) throw new Error(`decision ${decision.id} was not made by a person`);
  return report;
}
