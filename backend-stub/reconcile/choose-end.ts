import type { AuditActor } from '../contract/audit.ts';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { isNotOpen } from './failures.ts';
import type { Services } from './services.ts';

/** An end that comes from outside of the deployment, and why. */
export interface ChosenEnd {
  readonly kind: 'stopped-watching' | 'canceled';
  readonly sentence: string;
}

export interface Chooser extends ChosenEnd {
  readonly by: string;
  /** Who that is, where more than the name is known. */
  readonly actor?: AuditActor;
}

/** Written down once, however often it is asked for: Orca repeats its call, and we look again while nobody asks. */
export async function chooseEnd(
  services: Services,
  { id }: DeploymentRecord,
  { kind, sentence, by, actor }: Chooser,
): Promise<ChosenEnd | { readonly kind: 'nothing-to-do'; readonly sentence: string }> {
  if (await isKnown(services, id, sentence)) return { kind, sentence };
  const decision: DecisionRecord = {
    id: services.newId(),
    deploymentId: id,
    action: kind === 'canceled' ? 'cancel' : 'stopWatching',
    by,
    seen: [],
    comment: sentence,
    at: services.clock.now(),
    state: 'accepted',
  };
  try {
    await services.store.addDecision(decision, undefined, actor);
  } catch (error) {
    if (!isNotOpen(error)) throw error;
    return { kind: 'nothing-to-do', sentence: `Deployment ${id} has ended meanwhile.` };
  }
  services.wake(id);
  return { kind, sentence };
}

async function isKnown({ store }: Services, id: string, sentence: string): Promise<boolean> {
  const decisions = await store.decisions(id);
  return decisions.some(
    ({ action, comment }) => (action === 'cancel' || action === 'stopWatching') && comment === sentence,
  );
}
