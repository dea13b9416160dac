import { abortSentence, actions } from '../contract/decision.ts';
import type { Action } from '../contract/decision.ts';
import { objectName } from '../deployment/kubernetes-object.ts';
import { takenUpAgain } from '../deployment/origin.ts';
import type { Command, DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import type { Settlement } from '../ports.ts';
import { troubleSentences } from '../deployment/trouble.ts';
import type { Save, Stored } from './advance.ts';
import { leftBehind } from './left-behind.ts';
import { patchRollouts } from './patch-rollouts.ts';
import type { CarriedOut, Tried } from './patch-rollouts.ts';
import type { Services } from './services.ts';
import { aborting, ended, withEvent } from './transition.ts';

/** Where the deployment stands after its decisions. */
export interface Commanded {
  readonly record: DeploymentRecord;
  /** Argo Rollouts has yet to act on one of them, and it is asked again at the next look. */
  readonly underWay: boolean;
  /** What came of those that Argo Rollouts has acted on: to be kept with the record, and with what is seen of it. */
  readonly settled: readonly Settlement[];
}

/**
 * Carries out what was accepted and not settled, in order. A crash in between repeats the rest: every patch is conditional,
 * and a decision is settled together with the record that tells of it. Ends, and what leads to one, are kept at once; of a
 * patch nothing is, since as long as it is not settled it is carried out again.
 */
export async function carryOutCommands(
  services: Services,
  { record, decisions, stopwatch }: Stored,
  save: Save,
): Promise<Commanded> {
  let current = record;
  let underWay = false;
  let settled: readonly Settlement[] = [];
  for (const decision of decisions) {
    if (decision.state !== 'accepted' || current.outcome !== undefined) continue;
    const { record: carried, settled: end } = await carryOut(services, current, { ...decision, stopwatch });
    if (end !== undefined) settled = [...settled, { id: decision.id, ...end }];
    current = carried;
    if (carried.ending !== undefined || carried.outcome !== undefined) {
      current = await save(carried, { settled });
      settled = [];
      // An abort is under way until the templates are back, and settles what is left when it ends.
    } else if (end === undefined) underWay = true;
  }
  return { record: current, underWay, settled };
}

async function carryOut(services: Services, record: DeploymentRecord, decision: Tried): Promise<CarriedOut> {
  if (decision.action === 'cancel') return cancel(services, record, decision);
  if (decision.action === 'stopWatching') return stopWatching(services, record, decision);
  if (decision.action === 'abort') return abort(services, record, decision);
  return patchRollouts(services, record, { ...decision, action: decision.action });
}

/** Of an end that was begun, as the stopwatch knows it: asking again does not help, as where the namespace is gone. */
export const refusedEnd = 'an end that the cluster refuses';

/** In seconds: a right that is missing may come back. */
const patience = 60;

function isHopeless({ ending }: DeploymentRecord, stopwatch: Stored['stopwatch']): boolean {
  return ending !== undefined && stopwatch.knows(refusedEnd) && stopwatch.seconds(refusedEnd) >= patience;
}

/** A person canceled the execution, or a machine its deployment: `onCancel` decides, and keeping is the default. */
function cancel({ clock }: Services, record: DeploymentRecord, { comment = '', stopwatch }: Tried): CarriedOut {
  const now = clock.now();
  if (isHopeless(record, stopwatch)) return letGo(record, { comment, now });
  // An abort that has begun goes to its end, or the bad template would stay behind; it settles this as well.
  if (record.ending !== undefined) return { record };
  if (record.phase === 'adopting') return { record: aborting(record, { outcome: 'canceled', sentence: comment, now }) };
  const aborts = record.policy.onCancel === 'abort' && record.applied.length > 0;
  if (aborts) {
    const sentence = `${comment} The ${record.origin.kind} says: on cancel, abort.`;
    return { record: aborting(record, { outcome: 'canceled', sentence, now }) };
  }
  const left = leftAtCancel(record);
  return {
    record: ended(record, { outcome: 'canceled', sentence: `${comment} ${left}`, now }),
    settled: { state: 'done', result: 'The deployment ended; its rollouts were left as they are.' },
  };
}

/** Else a deployment whose namespace or rights are gone would hold its workloads for ever. */
function letGo(
  record: DeploymentRecord,
  { comment, now }: { readonly comment: string; readonly now: Date },
): CarriedOut {
  const sentence = `${comment} ${record.ending?.because ?? ''} That could not be brought to its end: ${record.summary} Look at what is left on the cluster: nothing more is done there.`;
  return {
    record: ended(record, { outcome: 'canceled', sentence, now }),
    settled: { state: 'done', result: 'The deployment ended, although its abort was refused by the cluster.' },
  };
}

function leftAtCancel(record: DeploymentRecord): string {
  const { applied, origin } = record;
  if (applied.length === 0) return leftBehind(record);
  if (applied.some(({ reference }) => reference.kind === 'Rollout'))
    return `The rollouts are left as they are, since the ${origin.kind} says: on cancel, keep. ${takenUpAgain(origin)}`;
  return `No rollout had begun. Applied and left as it is: ${applied.map(({ reference }) => objectName(reference)).join(', ')}.`;
}

/** Nobody waits for it any more. What has begun goes on; what has not begun must not begin behind everybody's back. */
function stopWatching({ clock }: Services, record: DeploymentRecord, { comment = '' }: DecisionRecord): CarriedOut {
  const now = clock.now();
  const settled = { state: 'done', result: comment } as const;
  // The shorter way out, and not two sets of pods that nobody waits for.
  if (record.phase === 'adopting') return { record: aborting(record, { outcome: 'failed', sentence: comment, now }) };
  if (record.phase === 'accepted')
    return { record: ended(record, { outcome: 'failed', sentence: `${comment} ${leftBehind(record)}`, now }), settled };
  const sentence = `${comment} The rollout goes on; restarting the stage takes it up again.`;
  return { record: withEvent(record, sentence, now), settled };
}

/** Settled when the templates are back: until then it must survive this process. */
function abort({ clock }: Services, record: DeploymentRecord, { by, comment }: DecisionRecord): CarriedOut {
  const sentence = abortSentence({ by, ...defined({ comment }) });
  // The stage fails with what was wrong as well: after the abort, nothing of it is left to look at.
  const because = [sentence, ...troubleSentences(record.rollouts)].join(' ');
  return { record: aborting(record, { outcome: 'aborted', sentence, because, now: clock.now() }) };
}

export function isPersonal(command: Command): command is Action {
  return actions.some((action) => action === command);
}
