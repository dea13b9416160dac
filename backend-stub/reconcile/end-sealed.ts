import { objectName } from '../deployment/kubernetes-object.ts';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { countingDecisions } from './counting-decisions.ts';
import type { Remembered } from './recent-deployments.ts';
import { isForWantOfKey, isSealed, sentenceOf } from './failures.ts';
import { leftBehind } from './left-behind.ts';
import type { Services } from './services.ts';
import { ended } from './transition.ts';

/** What is known where a deployment could not be read. */
export interface Unread {
  readonly id: string;
  readonly error: unknown;
  /** Whether it is left to the other replicas now. */
  readonly handOver: (id: string, ending: boolean) => boolean;
}

/**
 * A deployment whose Secret data can't be opened can't be led here: it is left to replicas that may have the key, and when none
 * took it, the error is thrown again, since the key may come back. Until it was canceled, or nobody waits for it any more: then
 * it is left to them once more, and only then ended here; what is on the cluster is left. Undefined: it is not ours any more.
 */
export async function endSealed(services: Services, { id, error, handOver }: Unread): Promise<Remembered | undefined> {
  if (!isSealed(error)) throw error;
  const { store, settings, clock, log, measures, settled } = services;
  const [record, decisions] = await Promise.all([store.readSealed(id), store.decisions(id)]);
  if (record === undefined) return undefined;
  if (record.outcome !== undefined) return { record, decisions };
  const command = decisions.find(({ action, state }) => state === 'accepted' && endings.includes(action));
  if (isForWantOfKey(error) && handOver(id, command !== undefined)) {
    measures.retry('deployment', error);
    log.warn({ err: error, deployment: id }, 'deployment is left to replicas that have its key');
    return undefined;
  }
  if (command === undefined) throw error;
  const outcome = command.action === 'cancel' ? 'canceled' : 'failed';
  const sentence = `${command.comment ?? ''} What is stored of its manifests can not be read: ${sentenceOf(error)} ${left(record, command)}`;
  const end = ended(record, { outcome, sentence, now: clock.now() });
  const settlement = { id: command.id, state: 'done', result: end.summary } as const;
  const save = countingDecisions(services, decisions, async (changed, beside) => {
    await store.save(settings.replica, changed, beside);
    return changed;
  });
  await save(end, { settled: [settlement] });
  log.warn({ err: error, deployment: id, outcome }, 'deployment ended');
  measures.ended(outcome);
  settled.announce(id, [settlement]);
  return { record: end, decisions };
}

const endings: readonly DecisionRecord['action'][] = ['cancel', 'stopWatching'];

function left(record: DeploymentRecord, { action }: DecisionRecord): string {
  if (record.applied.length === 0) return leftBehind(record);
  const names = record.applied.map(({ reference }) => objectName(reference)).join(', ');
  const although = action === 'cancel' && record.policy.onCancel === 'abort';
  return `Left as it is${although ? `, although the ${record.origin.kind} says: on cancel, abort` : ''}: ${names}.`;
}
