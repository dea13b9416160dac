import type { DeploymentRecord } from '../deployment/record.ts';
import { carryOutCommands } from './commands.ts';
import { carryOutAbort } from './abort.ts';
import { applyPlan } from './apply-plan.ts';
import { failureKind, sentenceOf } from './failures.ts';
import { followRollouts } from './follow-rollouts.ts';
import type { Services } from './services.ts';
import { ended, inPhase } from './transition.ts';

/** One look at a deployment: where it stands after it, and in how many milliseconds it wants the next look at the latest. */
export interface Advanced {
  readonly record: DeploymentRecord;
  readonly nextLook: number;
}

/** Saves as often as there is something that must not be forgotten. Throws what the store throws, `LeaseLost` included. */
export async function advance(services: Services, record: DeploymentRecord, save: Save): Promise<Advanced> {
  try {
    const commanded = await carryOutCommands(services, record, save);
    if (commanded.outcome !== undefined) return { record: await save(commanded), nextLook: 0 };
    const next = await work(services, commanded, save);
    return { ...next, record: await save(next.record) };
  } catch (error) {
    return afterFailure(services, record, save, error);
  }
}

/** Writes the record when it differs from what was written last, and gives back what is now kept. */
export type Save = (record: DeploymentRecord) => Promise<DeploymentRecord>;

function work(services: Services, record: DeploymentRecord, save: Save): Promise<Advanced> {
  if (record.ending !== undefined) return carryOutAbort(services, record);
  switch (record.phase) {
    case 'accepted':
    case 'applying':
      return applyPlan(services, record, save);
    case 'binding':
    case 'progressing':
    case 'waiting':
    case 'stalled':
    case 'blocked':
    case 'aborting':
      return followRollouts(services, record);
    case 'ended':
      return Promise.resolve({ record, nextLook: 0 });
  }
}

const soon = 200;
const later = 3000;

/** Trouble on our way is never an outcome of the rollout, except where asking again can't help and nothing runs yet. */
async function afterFailure(
  services: Services,
  record: DeploymentRecord,
  save: Save,
  error: unknown,
): Promise<Advanced> {
  const kind = failureKind(error);
  if (kind === 'again-at-once') return { record, nextLook: soon };
  if (kind === 'fault') {
    if (error instanceof Error && error.name === 'LeaseLost') throw error;
    services.log.error({ err: error, deployment: record.id }, 'deployment could not be advanced');
    return { record, nextLook: later };
  }
  services.log.warn({ err: error, deployment: record.id }, 'deployment is held up');
  const now = services.clock.now();
  if (record.phase === 'ended') return { record, nextLook: later };
  const sentence = sentenceOf(error);
  const final = kind === 'for-good' && record.bindings.length === 0 && record.ending === undefined;
  const next = final
    ? ended(record, 'failed', sentence, now)
    : inPhase(record, record.phase, `${sentence} It is tried again.`, now);
  return { record: await save(next), nextLook: later };
}
