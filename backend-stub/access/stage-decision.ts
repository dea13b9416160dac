import { stageActionNames } from '../contract/stage-decision.ts';
import type { StageAction, StageDecision, StageStamp } from '../contract/stage-decision.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';

/** What a nonce was given for, as it was kept. */
export interface NonceTerms {
  readonly nonce: string;
  /** Of the deployment. */
  readonly deploymentId: string;
  readonly action: StageAction;
  /** Who said to be asking for it; that alone proves nothing. */
  readonly by: string;
  /** As the stage showed it when the nonce was given; absent where nobody had written it. */
  readonly stamp?: StageStamp;
}

/** How long a nonce is good, in seconds: for a PATCH and a look, and not for a second thought. */
export const nonceSeconds = 30;

/** A decision that lies on a stage, and the moment in which it is seen there. */
export interface StageSight {
  readonly deploymentId: string;
  readonly decision: StageDecision;
  readonly stamp: StageStamp | undefined;
  /** Taken out of use by this look; undefined where it never was given out, or was seen before. */
  readonly nonce: (NonceTerms & { readonly expired: boolean }) | undefined;
}

/** Fiat compares names without case. */
export function isSamePerson(one: string, other: string): boolean {
  return one !== '' && one.toLowerCase() === other.toLowerCase();
}

/** Whether the one who wrote the stage last has laid this decision there. Says nothing of what he may. */
export function laidBy(decision: Pick<StageDecision, 'by'>, stamp: StageStamp | undefined): boolean {
  return stamp !== undefined && isSamePerson(decision.by, stamp.user);
}

/** Why a decision does not count, and which part of the sentence differs. */
interface Doubt {
  readonly reason: Refusal['reason'];
  readonly why: string;
}

/**
 * Whose decision it is that lies on a stage: undefined means, of the one who is stamped. Orca stamps the last writer and not
 * the writer of each key, so what one person plants would be the next one's: three must name the same (the decision, the stamp,
 * and whoever asked for the nonce), and the stage must have been written since the nonce was given. No two hosts' clocks are
 * compared: a stamp is compared with an earlier stamp, and the nonce's age is told by the store.
 */
export function doubtAbout(sight: StageSight): Refusal | undefined {
  const doubt = doubtOfWriter(sight) ?? doubtOfNonce(sight);
  if (doubt === undefined) return undefined;
  return refuse(doubt.reason, {
    what: stageActionNames[sight.decision.action],
    on: `deployment ${sight.deploymentId}`,
    why: doubt.why,
    remedy: 'Nothing was decided; decide again in Deck, where each decision counts for whoever lays it on the stage',
  });
}

function doubtOfWriter({ decision, stamp }: StageSight): Doubt | undefined {
  if (stamp === undefined)
    return { reason: 'not-allowed', why: 'Orca does not say who laid this decision on the stage' };
  if (laidBy(decision, stamp)) return undefined;
  const why = `the decision on the stage says to be by ${decision.by}, and the last to write the stage was ${stamp.user}`;
  return { reason: 'not-allowed', why };
}

function doubtOfNonce({ deploymentId, decision, stamp, nonce }: StageSight): Doubt | undefined {
  const { by, action } = decision;
  if (nonce === undefined)
    return { reason: 'stale', why: 'the nonce of the decision on the stage was seen before, or never given out' };
  if (nonce.deploymentId !== deploymentId || nonce.action !== action || !isSamePerson(nonce.by, by))
    return { reason: 'not-allowed', why: 'the nonce was given for another decision than the one on the stage' };
  if (nonce.expired)
    return { reason: 'stale', why: `the decision was seen more than ${nonceSeconds} s after its nonce was given` };
  return isSameStamp(nonce.stamp, stamp)
    ? { reason: 'not-allowed', why: 'nobody has written the stage since the nonce was given' }
    : undefined;
}

function isSameStamp(one: StageStamp | undefined, other: StageStamp | undefined): boolean {
  return one?.user === other?.user && one?.at === other?.at;
}
