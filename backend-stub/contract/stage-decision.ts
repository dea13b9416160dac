import { actionNames, actions, commentLimit } from './decision.ts';
import type { DecisionRequest, SeenRollout } from './decision.ts';
import { isFields } from './reading.ts';

/**
 * By whose word a decision is somebody's. `gate`: the header that Gate's proxy adds; `stage`: Orca's own record of who wrote
 * the stage last, after the decision was laid on the stage through Gate.
 */
export const decisionChannels = ['gate', 'stage'] as const;
export type DecisionChannel = (typeof decisionChannels)[number];

/** What can be laid on a stage. */
export const stageActions = [...actions, 'giveBack'] as const;
export type StageAction = (typeof stageActions)[number];

export const stageActionNames: Readonly<Record<StageAction, string>> = { ...actionNames, giveBack: 'Giving back' };

/**
 * The one key under which a decision lies in the stage's context. A PATCH replaces its value whole, so whoever decides
 * replaces whatever somebody else has laid there.
 */
export const stageDecisionKey = 'gennakerDecision';

/** What lies there: the whole decision, with the nonce that was given for it and the name of whom it is by. */
export interface StageDecision extends Omit<DecisionRequest, 'action'> {
  readonly nonce: string;
  readonly by: string;
  readonly action: StageAction;
}

/** Of what the service gives out before a decision is laid on the stage: good for one decision, and for a short while. */
export interface NonceReport {
  readonly nonce: string;
  /** For how long from now. */
  readonly seconds: number;
}

/** `lastModified` of a stage: who wrote it last, by Orca, which knows the caller from Gate. */
export interface StageStamp {
  readonly user: string;
  /** Milliseconds, by Orca's clock. */
  readonly at: number;
}

const keys: readonly string[] = ['nonce', 'by', 'action', 'seen', 'comment'];
const mostSeen = 200;
const longestName = 300;

/** Whoever may write the stage may lay anything there: what is not exactly a decision is none. */
export function readStageDecision(value: unknown): StageDecision | undefined {
  if (!isFields(value) || Object.keys(value).some((key) => !keys.includes(key))) return undefined;
  const { nonce, by, seen, comment } = value;
  const action = stageActions.find((word) => word === value['action']);
  const rollouts = readSeen(seen);
  if (!isName(nonce) || !isName(by) || action === undefined || rollouts === undefined) return undefined;
  if (comment === undefined) return { nonce, by, action, seen: rollouts };
  return isText(comment, commentLimit) ? { nonce, by, action, seen: rollouts, comment } : undefined;
}

function readSeen(value: unknown): readonly SeenRollout[] | undefined {
  if (!Array.isArray(value) || value.length > mostSeen) return undefined;
  const seen: SeenRollout[] = [];
  for (const entry of value) {
    if (!isFields(entry)) return undefined;
    const { rollout, podHash, stepIndex } = entry;
    if (!isName(rollout) || !isName(podHash) || !isIndex(stepIndex)) return undefined;
    seen.push({ rollout, podHash, stepIndex });
  }
  return seen;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isName(value: unknown): value is string {
  return isText(value, longestName) && value !== '';
}

/** A NUL can't be stored. */
function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most && !value.includes('\u0000');
}
