import type { AuditAction, AuditActor, AuditChannel, AuditEntry } from '../contract/audit.ts';
import { actionNames } from '../contract/decision.ts';
import type { SeenRollout } from '../contract/decision.ts';
import type { StageAttempt } from '../contract/orca.ts';
import { withFullStop } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { Command, DecisionRecord, DeploymentRecord, GiveBackRecord } from '../deployment/record.ts';

// What an entry of a deployment leaves out (application, account, execution, stage), the store takes from the deployment.

/** Who somebody was when nobody asked Fiat, or when he is no person. */
export function actor(name: string, through: AuditChannel): AuditActor {
  return { name, through };
}

export const ourselves: AuditActor = { name: 'Gennaker', through: 'service' };

export function startEntry({ id, summary }: DeploymentRecord, by: AuditActor): AuditEntry {
  return { kind: 'command', action: 'start', actor: by, deployment: id, sentence: summary };
}

export function adoptEntry(id: string, { attempt }: StageAttempt, by: AuditActor): AuditEntry {
  const sentence = `The stage was restarted (attempt ${attempt}) and takes this deployment up.`;
  return { kind: 'command', action: 'start', actor: by, deployment: id, sentence };
}

const commandNames: Readonly<Record<Command, string>> = {
  ...actionNames,
  cancel: 'Canceling',
  stopWatching: 'Stopping to watch',
};

/** That Orca ends a stage by itself is nobody's decision. */
export function decisionEntry(
  { action, by, comment, deploymentId, seen }: DecisionRecord,
  maker?: AuditActor,
): AuditEntry {
  const why = comment === undefined ? '' : `: ${comment}`;
  return {
    kind: action === 'stopWatching' ? 'command' : 'decision',
    action,
    actor: maker ?? actor(by, action === 'cancel' || action === 'stopWatching' ? 'orca' : 'gate'),
    deployment: deploymentId,
    sentence: withFullStop(`${commandNames[action]} was decided by ${by}${why}`),
    ...seenPart(seen),
  };
}

/** Of a refused call it is what the caller said, however much that is. */
const mostSeen = 50;

function seenPart(seen: readonly SeenRollout[]): Pick<AuditEntry, 'step' | 'seen'> {
  const [first] = seen;
  return first === undefined ? {} : { step: first.stepIndex, seen: seen.slice(0, mostSeen) };
}

export function giveBackEntry({ by, deploymentId }: GiveBackRecord, maker?: AuditActor): AuditEntry {
  return {
    kind: 'command',
    action: 'giveBack',
    actor: maker ?? actor(by, 'gate'),
    deployment: deploymentId,
    sentence: `Giving the workloads back to Deployments was asked by ${by}.`,
  };
}

/** A step that somebody took on the cluster, past Gennaker; who, the cluster does not tell. */
export function outsidePromotionEntry(deployment: string, sentence: string, step: number | undefined): AuditEntry {
  return {
    ...{ kind: 'outcome', action: 'outsidePromotion', actor: actor('unknown', 'cluster'), deployment, sentence },
    ...(step === undefined ? {} : { step }),
  };
}

/** What a refused call was about, as far as it is known. */
export interface RefusedCall extends Pick<
  AuditEntry,
  'application' | 'account' | 'deployment' | 'execution' | 'stage' | 'seen'
> {
  readonly action: AuditAction;
}

export function refusalEntry(
  { reason, sentence }: Pick<Refusal, 'reason' | 'sentence'>,
  by: AuditActor,
  { seen = [], ...call }: RefusedCall,
): AuditEntry {
  return { ...call, ...seenPart(seen), kind: 'refusal', actor: by, reason, sentence };
}
