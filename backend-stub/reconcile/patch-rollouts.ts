import { actionNames } from '../contract/decision.ts';
import type { SeenRollout } from '../contract/decision.ts';
import { nextMove } from '../deployment/carry-out.ts';
import type { Move, PatchingAction } from '../deployment/carry-out.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import type { Binding, DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { readRollout } from '../deployment/rollout.ts';
import type { ControlPlane, Settlement } from '../ports.ts';
import type { Stored } from './advance.ts';
import { failureKind, sentenceOf } from './failures.ts';
import type { Services } from './services.ts';
import { withEvent } from './transition.ts';

/** Where the deployment stands after a decision, and what came of it; nothing yet when it is still under way. */
export interface CarriedOut {
  readonly record: DeploymentRecord;
  readonly settled?: Omit<Settlement, 'id'>;
}

export type Tried = DecisionRecord & Pick<Stored, 'stopwatch'>;
export type Patching = Tried & { readonly action: PatchingAction };

/** In seconds: what the cluster does not keep or has no place for has failed then, and of what it has it is said that it waits. */
const patience = 60;

/** Of all its rollouts; `patch`: this look has patched one. */
type Progress = Move['kind'];

/** Approves, promotes fully or retries: by a patch of each rollout that its maker saw, until the controller has acted on it. */
export async function patchRollouts(
  services: Services,
  record: DeploymentRecord,
  decision: Patching,
): Promise<CarriedOut> {
  const now = services.clock.now();
  // Or the two would undo each other, again and again.
  if (record.ending !== undefined) return failed(record, { decision, why: overtaken, now });
  const permitted = permit(record, decision);
  try {
    return concluded(permitted, { decision, progress: await patchAll(services, permitted, decision), now });
  } catch (error) {
    if (failureKind(error) !== 'for-good') {
      // The controller can not act either while the cluster can't be reached.
      decision.stopwatch.forget(decision.id);
      throw error;
    }
    // Else a decision that can't be carried out would keep the deployment from being followed.
    return failed(record, { decision, why: sentenceOf(error), now });
  }
}

const overtaken = 'The deployment began to abort before Argo Rollouts was seen to act on it.';
const failures = {
  unlike: `For ${patience} s nothing on the cluster has been as it was seen.`,
  patch: `For ${patience} s it was asked for again and again, and each time something took it back.`,
} as const;
const waits = `waits for Argo Rollouts, which has not acted on it for ${patience} s. The cluster has it, and it takes effect as soon as the controller does act. Is that running?`;

function concluded(
  record: DeploymentRecord,
  { decision, progress, now }: { decision: Patching; progress: Progress; now: Date },
): CarriedOut {
  if (progress === 'done') {
    const comment = decision.comment === undefined ? '' : `: ${decision.comment}`;
    return {
      record: withEvent(record, `${by(decision)}${comment}.`, now),
      settled: { state: 'done', result: 'Argo Rollouts has acted on it.' },
    };
  }
  if (decision.stopwatch.seconds(decision.id) < patience) return { record };
  if (progress !== 'asked') return failed(record, { decision, why: failures[progress], now });
  const sentence = `${by(decision)} ${waits}`;
  const isTold = record.events.some((event) => event.sentence === sentence);
  return { record: isTold ? record : withEvent(record, sentence, now) };
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

/** What waits for the controller is waited for, whatever became of the others. */
const order: readonly Progress[] = ['asked', 'patch', 'unlike', 'done'];

async function patchAll(services: Services, record: DeploymentRecord, decision: Patching): Promise<Progress> {
  const all: Progress[] = [];
  for (const seen of decision.seen) {
    const binding = record.bindings.find(({ reference }) => reference.name === seen.rollout);
    if (binding !== undefined) all.push(await patchOne(services, record, { decision, seen, binding }));
  }
  return order.find((progress) => all.includes(progress)) ?? 'done';
}

interface Target {
  readonly decision: Patching;
  readonly seen: SeenRollout;
  readonly binding: Binding;
}

/** Somebody who writes the same object all the time is quicker now and then, and seldom so often in a row. */
const mostTries = 5;

async function patchOne(services: Services, record: DeploymentRecord, target: Target): Promise<Progress> {
  for (let tries = 1; ; tries += 1)
    try {
      return await moveOn(services, record, target);
    } catch (error) {
      if (failureKind(error) !== 'again-at-once') throw error;
      target.decision.stopwatch.begin(outdated(target));
      if (tries === mostTries) throw error;
    }
}

async function moveOn({ controlPlane }: Services, record: DeploymentRecord, target: Target): Promise<Progress> {
  const { decision, binding } = target;
  const move = observedMove(controlPlane, record, target) ?? (await readMove(controlPlane, record, target));
  if (move.kind === 'patch') {
    decision.stopwatch.forget(patched(target));
    await controlPlane.patch(record.account, binding.reference, move.patch);
    decision.stopwatch.begin(patched(target));
  }
  return move.kind;
}

/**
 * By what the watch shows, where that is enough. Until we have patched it, that may be older than what was seen: then it is
 * good for a patch only, which the API server refuses where something has changed since; and it is asked from then on.
 */
function observedMove(controlPlane: ControlPlane, record: DeploymentRecord, target: Target): Move | undefined {
  const { stopwatch } = target.decision;
  const isPatched = stopwatch.knows(patched(target));
  if (!isPatched && stopwatch.knows(outdated(target))) return undefined;
  const observation = controlPlane.observe(record.account, target.binding.reference);
  if (observation.kind !== 'present') return undefined;
  const move = moveFrom(observation.object, record, target);
  return isPatched || move.kind === 'patch' ? move : undefined;
}

async function readMove(controlPlane: ControlPlane, record: DeploymentRecord, target: Target): Promise<Move> {
  const object = await controlPlane.read(record.account, target.binding.reference);
  // What became of it is found by following.
  return object === undefined ? { kind: 'unlike' } : moveFrom(object, record, target);
}

function moveFrom(object: KubernetesObject, { policy }: DeploymentRecord, { decision, seen, binding }: Target): Move {
  return nextMove(decision.action, { seen, rollout: { binding, state: readRollout(object) }, steps: policy.steps });
}

function patched({ decision, seen }: Target): string {
  return `${decision.id} patched ${seen.rollout}`;
}

/** What the watch showed of it when it was to be patched. */
function outdated({ decision, seen }: Target): string {
  return `${decision.id} met another write of ${seen.rollout}`;
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
