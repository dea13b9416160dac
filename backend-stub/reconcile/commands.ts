import { abortSentence, actionNames, actions } from '../contract/decision.ts';
import type { Action, SeenRollout } from '../contract/decision.ts';
import { hasMoved, patchFor } from '../deployment/carry-out.ts';
import { follow } from '../deployment/follow.ts';
import { objectName } from '../deployment/kubernetes-object.ts';
import type { Binding, Command, DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import { readRollout } from '../deployment/rollout.ts';
import { troubleSentences } from '../deployment/trouble.ts';
import type { Settlement } from '../ports.ts';
import type { Save, Stored } from './advance.ts';
import { failureKind, sentenceOf } from './failures.ts';
import { leftBehind } from './left-behind.ts';
import type { Services } from './services.ts';
import { aborting, ended, withEvent } from './transition.ts';

/**
 * How long the controller may take to act on what the API server accepted, in seconds. After a time without an API server it
 * asks again after up to 60 s (client-go, the reflector's backoff with its jitter).
 */
const patience = 60;
const overtaken = 'The deployment began to abort before Argo Rollouts was seen to act on it.';

/** Where the deployment stands after a decision, and what came of it; nothing yet when it is still under way. */
interface CarriedOut {
  readonly record: DeploymentRecord;
  readonly settled?: Omit<Settlement, 'id'>;
}

/** Where the deployment stands after its decisions. */
export interface Commanded {
  readonly record: DeploymentRecord;
  /** Argo Rollouts has yet to act on one of them, and it is asked again at the next look. */
  readonly underWay: boolean;
}

/**
 * Carries out what was accepted and not settled, in order. A crash in between repeats the rest: every patch is conditional,
 * and a decision is settled together with the record that tells of it.
 */
export async function carryOutCommands(
  services: Services,
  { record, decisions, stopwatch }: Stored,
  save: Save,
): Promise<Commanded> {
  let current = record;
  let underWay = false;
  for (const decision of decisions) {
    if (decision.state !== 'accepted' || current.outcome !== undefined) continue;
    const { record: carried, settled } = await carryOut(services, current, { ...decision, stopwatch });
    // An abort is under way until the templates are back, and settles what is left when it ends.
    if (settled === undefined && carried.ending === undefined) underWay = true;
    current = await save(carried, settled === undefined ? [] : [{ id: decision.id, ...settled }]);
  }
  return { record: current, underWay };
}

type Tried = DecisionRecord & Pick<Stored, 'stopwatch'>;

async function carryOut(services: Services, record: DeploymentRecord, decision: Tried): Promise<CarriedOut> {
  if (decision.action === 'cancel') return cancel(services, record, decision);
  if (decision.action === 'stopWatching') return stopWatching(services, record, decision);
  if (decision.action === 'abort') return abort(services, record, decision);
  return patchRollouts(services, record, { ...decision, action: decision.action });
}

/** A person canceled the execution: the stage's `onCancel` decides, and keeping is the default. */
function cancel({ clock }: Services, record: DeploymentRecord, { comment = '' }: DecisionRecord): CarriedOut {
  // An abort that has begun goes to its end, or the bad template would stay behind; it settles this as well.
  if (record.ending !== undefined) return { record };
  const now = clock.now();
  const aborts = record.policy.onCancel === 'abort' && record.applied.length > 0;
  if (aborts) {
    const sentence = `${comment} The stage says: on cancel, abort.`;
    return { record: aborting(record, { outcome: 'canceled', sentence, now }) };
  }
  const left = leftAtCancel(record);
  return {
    record: ended(record, { outcome: 'canceled', sentence: `${comment} ${left}`, now }),
    settled: { state: 'done', result: 'The deployment ended; its rollouts were left as they are.' },
  };
}

function leftAtCancel(record: DeploymentRecord): string {
  const { applied } = record;
  if (applied.length === 0) return leftBehind(record);
  if (applied.some(({ reference }) => reference.kind === 'Rollout'))
    return 'The rollouts are left as they are, since the stage says: on cancel, keep. Restarting the stage takes them up again.';
  return `No rollout had begun. Applied and left as it is: ${applied.map(({ reference }) => objectName(reference)).join(', ')}.`;
}

/** Nobody waits for it any more. What has begun goes on; what has not begun must not begin behind everybody's back. */
function stopWatching({ clock }: Services, record: DeploymentRecord, { comment = '' }: DecisionRecord): CarriedOut {
  const now = clock.now();
  const settled = { state: 'done', result: comment } as const;
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

type Patching = Tried & { readonly action: Exclude<Action, 'abort'> };

async function patchRollouts(services: Services, record: DeploymentRecord, decision: Patching): Promise<CarriedOut> {
  const now = services.clock.now();
  // Or the two would undo each other, again and again.
  if (record.ending !== undefined) return failed(record, { decision, why: overtaken, now });
  const permitted = permit(record, decision);
  try {
    if (await moveAll(services, permitted, decision)) {
      const comment = decision.comment === undefined ? '' : `: ${decision.comment}`;
      return {
        record: withEvent(permitted, `${by(decision)}${comment}.`, now),
        settled: { state: 'done', result: 'Argo Rollouts has acted on it.' },
      };
    }
  } catch (error) {
    if (failureKind(error) !== 'for-good') {
      // The controller can not act either while the cluster can't be reached.
      decision.stopwatch.forget(decision.id);
      throw error;
    }
    // Else a decision that can't be carried out would keep the deployment from being followed.
    return failed(record, { decision, why: sentenceOf(error), now });
  }
  if (decision.stopwatch.seconds(decision.id) < patience) return { record: permitted };
  const why = `The cluster accepted it, and Argo Rollouts has not acted on it for ${patience} s. Is its controller running?`;
  return failed(permitted, { decision, why, now });
}

async function moveAll(services: Services, record: DeploymentRecord, decision: Patching): Promise<boolean> {
  let moved = true;
  for (const seen of decision.seen) {
    const binding = record.bindings.find(({ reference }) => reference.name === seen.rollout);
    if (binding !== undefined && !(await moveOn(services, record, { decision, seen, binding }))) moved = false;
  }
  return moved;
}

function failed(
  record: DeploymentRecord,
  { decision, why, now }: { decision: Patching; why: string; now: Date },
): CarriedOut {
  return {
    record: withEvent(record, `${by(decision)} was not carried out. ${why}`, now),
    settled: { state: 'failed', result: why },
  };
}

function by({ action, by: user }: Patching): string {
  return `${actionNames[action]} by ${user}`;
}

interface Move {
  readonly decision: Patching;
  readonly seen: SeenRollout;
  readonly binding: Binding;
}

/** True when the rollout has moved, by this patch or an earlier one. What is no longer as it was seen is not patched. */
async function moveOn(
  { controlPlane }: Services,
  record: DeploymentRecord,
  { decision, seen, binding }: Move,
): Promise<boolean> {
  const object = await controlPlane.read(record.account, binding.reference);
  const state = object === undefined ? undefined : readRollout(object);
  // Made anew it may have our version, and is not what anybody decided about. What became of it is found by following.
  if (state?.uid !== binding.uid || state.podHash !== binding.podHash) return false;
  if (hasMoved(decision.action, seen, { binding, state })) return true;
  if (decision.action === 'approve' && !stillAt(record, binding, { seen, state })) return false;
  const patch = patchFor(decision.action, { binding, state });
  if (patch !== undefined) await controlPlane.patch(record.account, binding.reference, patch);
  return false;
}

function stillAt(
  record: DeploymentRecord,
  binding: Binding,
  { seen, state }: { seen: SeenRollout; state: ReturnType<typeof readRollout> },
): boolean {
  const { waitingFor } = follow({ binding, state, steps: record.policy.steps });
  return waitingFor?.kind === 'approval' && waitingFor.stepIndex === seen.stepIndex;
}

/** Steps that this decision lets pass: without it they would count as promoted outside. A retry begins them all again. */
function permit(record: DeploymentRecord, { action, seen }: Patching): DeploymentRecord {
  if (action === 'retry') return { ...record, approvedSteps: [] };
  const first = Math.min(...seen.map(({ stepIndex }) => stepIndex));
  const indexes = record.policy.steps
    .map((_step, index) => index)
    .filter((index) => (action === 'approve' ? index === first : index >= first));
  return { ...record, approvedSteps: [...new Set([...(record.approvedSteps ?? []), ...indexes])] };
}

export function isPersonal(command: Command): command is Action {
  return actions.some((action) => action === command);
}
