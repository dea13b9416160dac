import type { AuditEntry } from '../contract/audit.ts';
import { defined } from '../contract/defined.ts';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import type { SavedBeside, Settlement } from '../ports.ts';
import { carryOutAbort } from './abort.ts';
import { adoptDeployments } from './adopt.ts';
import { firstRefusal } from './apply-definitions.ts';
import { applyPlan } from './apply-plan.ts';
import { cleanUp } from './clean-up.ts';
import { carryOutCommands, refusedEnd } from './commands.ts';
import { failureKind, sentenceOf } from './failures.ts';
import { followRollouts } from './follow-rollouts.ts';
import { leftBehind } from './left-behind.ts';
import type { Services } from './services.ts';
import type { Stopwatch } from './stopwatch.ts';
import { ended, inPhase } from './transition.ts';

/** One look at a deployment: where it stands after it, and in how many milliseconds it wants the next look at the latest. */
export interface Advanced {
  readonly record: DeploymentRecord;
  readonly nextLook: number;
  /** What came of decisions in this look; written together with the record. */
  readonly settled?: readonly Settlement[];
  /** What this look saw that is to be written down in the audit; written together with the record. */
  readonly noted?: readonly AuditEntry[];
  /** What it failed with. The next look is due when the failures before it have been waited for; `nextLook` says nothing. */
  readonly failure?: unknown;
}

/** Writes the record when it differs from what was written last, or there is something beside it; gives back what is now kept. */
export type Save = (record: DeploymentRecord, beside?: SavedBeside) => Promise<DeploymentRecord>;

/** What is known at the begin of a look, most of it from the store. */
export interface Stored {
  readonly record: DeploymentRecord;
  /** All of this deployment, in the order in which they came. */
  readonly decisions: readonly DecisionRecord[];
  /** Of this deployment, in this process. */
  readonly stopwatch: Stopwatch;
}

export interface Look extends Stored {
  /** The cluster has told nothing of it for as long as the last look wanted to wait. */
  readonly quiet: boolean;
}

/** Argo acts within a moment, or not at all. */
const whileUnderWay = 200;

/** Saves as often as there is something that must not be forgotten. Throws what the store throws, `LeaseLost` included. */
export async function advance(services: Services, look: Look, save: Save): Promise<Advanced> {
  let kept = look.record;
  let settled: readonly Settlement[] = [];
  takeUp(look);
  const keep: Save = async (changed, beside = {}) => {
    kept = await save(changed, { ...beside, settled: [...settled, ...(beside.settled ?? [])] });
    settled = [];
    return kept;
  };
  const keepApart = async (next: Advanced): Promise<void> => {
    if (settled.length > 0 && isApart(next, kept)) await keep(kept);
  };
  try {
    const { record: commanded, underWay, settled: carriedOut } = await carryOutCommands(services, look, keep);
    [kept, settled] = [commanded, carriedOut];
    const next =
      commanded.outcome === undefined
        ? await work(services, { ...look, record: commanded }, keep)
        : { record: commanded, nextLook: 0 };
    look.stopwatch.forget(trouble);
    look.stopwatch.forget(refusedEnd);
    // What a decision has just brought about is told before the end, or it would count as never carried out.
    if (underWay && next.record.outcome !== undefined)
      return { record: await keep(commanded), nextLook: whileUnderWay };
    await keepApart(next);
    const { settled: ends, noted } = next;
    return { ...next, record: await keep(await cleanUp(services, next.record), defined({ settled: ends, noted })) };
  } catch (error) {
    // From what was kept, not from what this look began with: objects may have been applied since.
    const next = afterFailure(services, { ...look, record: kept }, error);
    await keepApart(next);
    return { ...next, record: await keep(next.record) };
  }
}

/** What a look tells after what came of decisions: in one write with it, an end would count them as overtaken. */
function isApart({ record, noted = [] }: Advanced, { ending }: DeploymentRecord): boolean {
  return record.outcome !== undefined || record.ending !== ending || noted.length > 0;
}

function work(services: Services, { record, ...look }: Look, save: Save): Promise<Advanced> {
  if (record.phase === 'adopting') return adoptDeployments(services, { record, ...look }, save);
  if (record.ending !== undefined) return carryOutAbort(services, record);
  switch (record.phase) {
    case 'accepted':
    case 'applying':
      return applyPlan(services, { record, ...look }, save);
    case 'binding':
    case 'progressing':
    case 'waiting':
    case 'stalled':
    case 'blocked':
    case 'aborting':
      return followRollouts(services, record, { phase: record.phase, ...look });
    case 'ended':
      return Promise.resolve({ record, nextLook: 0 });
  }
}

/** Trouble on our way is never an outcome of the rollout, except where asking again can't help and nothing runs yet. */
function afterFailure(services: Services, { record, stopwatch }: Stored, error: unknown): Advanced {
  const kind = failureKind(error);
  if (kind === 'again-at-once') return { record, nextLook: 0, failure: error };
  if (error instanceof Error && (error.name === 'LeaseLost' || error.name === 'StoreUnavailable')) throw error;
  if (kind === 'fault') {
    services.log.error({ err: error, deployment: record.id }, 'deployment could not be advanced');
    return { record, nextLook: 0, failure: error };
  }
  services.log.warn({ err: error, deployment: record.id }, 'deployment is held up');
  const forGood = kind === 'for-good' && !isJustBack(stopwatch);
  if (forGood) noteRefusal(record, stopwatch);
  if (kind === 'again-later') noteTrouble(stopwatch);
  const why = { sentence: sentenceOf(error), forGood, now: services.clock.now() };
  return { record: heldUp(record, why), nextLook: 0, failure: error };
}

/** What this process has met, as its stopwatch knows it: a trouble since the last look that went well, a refusal since then. */
const trouble = 'trouble';
const refusal = 'refused after a trouble';
const taken = 'taken up';

function noteTrouble(stopwatch: Stopwatch): void {
  stopwatch.begin(trouble);
  stopwatch.forget(refusal);
  stopwatch.forget(firstRefusal);
}

function noteRefusal({ ending }: DeploymentRecord, stopwatch: Stopwatch): void {
  if (ending !== undefined && !stopwatch.knows(refusedEnd)) stopwatch.begin(refusedEnd);
}

/** Whoever goes on for another process does not know what that has met last: more than that it was accepted has been told. */
function takeUp({ record, stopwatch }: Stored): void {
  if (stopwatch.knows(taken)) return;
  stopwatch.begin(taken);
  if (record.events.length > 1) stopwatch.begin(trouble);
}

/** In seconds. An API server that starts knows neither rights nor kinds for a moment, and refuses what it will allow. */
const startUp = 15;

function isJustBack(stopwatch: Stopwatch): boolean {
  return stopwatch.knows(trouble) && stopwatch.seconds(refusal) < startUp;
}

function heldUp(record: DeploymentRecord, why: { sentence: string; forGood: boolean; now: Date }): DeploymentRecord {
  const { sentence, forGood, now } = why;
  if (record.phase === 'ended') return record;
  const nothingRuns = record.applied.length === 0 && record.ending === undefined;
  if (forGood && nothingRuns)
    return ended(record, { outcome: 'failed', sentence: `${sentence} ${leftBehind(record)}`, now });
  return inPhase(record, { phase: record.phase, sentence: `${sentence} It is tried again.`, now });
}
