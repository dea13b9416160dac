import { actionNames, actions } from '../contract/decision.ts';
import type { Action, SeenRollout } from '../contract/decision.ts';
import { hasMoved, patchFor } from '../deployment/carry-out.ts';
import { follow } from '../deployment/follow.ts';
import type { Binding, Command, DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { readRollout } from '../deployment/rollout.ts';
import type { Save } from './advance.ts';
import { failureKind, sentenceOf } from './failures.ts';
import type { Services } from './services.ts';
import { aborting, ended, withEvent } from './transition.ts';

/** How long the controller may take to act on what the API server accepted, in milliseconds. */
const patience = 30_000;

/** Carries out what was accepted and not settled, in order. A crash in between repeats the rest: every patch is conditional. */
export async function carryOutCommands(
  services: Services,
  record: DeploymentRecord,
  save: Save,
): Promise<DeploymentRecord> {
  let current = record;
  for (const decision of await services.store.decisions(record.id)) {
    if (decision.state !== 'accepted' || current.outcome !== undefined) continue;
    current = await save(await carryOut(services, current, decision));
  }
  return current;
}

function carryOut(services: Services, record: DeploymentRecord, decision: DecisionRecord): Promise<DeploymentRecord> {
  if (decision.action === 'cancel') return cancel(services, record, decision);
  if (decision.action === 'stopWatching') return stopWatching(services, record, decision);
  if (decision.action === 'abort') return Promise.resolve(abort(services, record, decision));
  return patchRollouts(services, record, { ...decision, action: decision.action });
}

/** A person canceled the execution: the stage's `onCancel` decides, and keeping is the default. */
async function cancel(
  services: Services,
  record: DeploymentRecord,
  { id, comment = '' }: DecisionRecord,
): Promise<DeploymentRecord> {
  const now = services.clock.now();
  if (record.policy.onCancel === 'abort' && record.bindings.length > 0)
    return aborting(record, { outcome: 'canceled', sentence: `${comment} The stage says: on cancel, abort.`, now });
  await services.store.settleDecision(id, 'done', 'The deployment ended; its rollouts were left as they are.');
  const left =
    record.applied.length === 0
      ? 'Nothing had been applied.'
      : 'The rollouts are left as they are: the stage says so (on cancel, keep), or they had not begun.';
  return ended(record, { outcome: 'canceled', sentence: `${comment} ${left}`, now });
}

async function stopWatching(
  services: Services,
  record: DeploymentRecord,
  { id, comment = '' }: DecisionRecord,
): Promise<DeploymentRecord> {
  await services.store.settleDecision(id, 'done', comment);
  return withEvent(record, comment, services.clock.now());
}

/** Settled when the templates are back: until then it must survive this process. */
function abort(services: Services, record: DeploymentRecord, { by, comment }: DecisionRecord): DeploymentRecord {
  const reason = comment === undefined ? '' : `: ${comment}`;
  return aborting(record, { outcome: 'aborted', sentence: `Aborted by ${by}${reason}.`, now: services.clock.now() });
}

type Patching = DecisionRecord & { readonly action: Exclude<Action, 'abort'> };

async function patchRollouts(
  services: Services,
  record: DeploymentRecord,
  decision: Patching,
): Promise<DeploymentRecord> {
  const permitted = permit(record, decision);
  try {
    if (await moveAll(services, permitted, decision)) {
      const comment = decision.comment === undefined ? '' : `: ${decision.comment}`;
      await services.store.settleDecision(decision.id, 'done', 'Argo Rollouts has acted on it.');
      return withEvent(permitted, `${by(decision)}${comment}.`, services.clock.now());
    }
  } catch (error) {
    if (failureKind(error) !== 'for-good') throw error;
    // Else a decision that can't be carried out would keep the deployment from being followed.
    return fail(services, record, { decision, why: sentenceOf(error) });
  }
  if (services.clock.now().getTime() - decision.at.getTime() < patience) return permitted;
  const why = `The cluster accepted it, and Argo Rollouts has not acted on it for ${patience / 1000} s. Is its controller running?`;
  return fail(services, permitted, { decision, why });
}

async function moveAll(services: Services, record: DeploymentRecord, decision: Patching): Promise<boolean> {
  let moved = true;
  for (const seen of decision.seen) {
    const binding = record.bindings.find(({ reference }) => reference.name === seen.rollout);
    if (binding !== undefined && !(await moveOn(services, record, { decision, seen, binding }))) moved = false;
  }
  return moved;
}

async function fail(
  { store, clock }: Services,
  record: DeploymentRecord,
  { decision, why }: { decision: Patching; why: string },
): Promise<DeploymentRecord> {
  await store.settleDecision(decision.id, 'failed', why);
  return withEvent(record, `${by(decision)} was not carried out. ${why}`, clock.now());
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
  if (state === undefined || hasMoved(decision.action, seen, { binding, state })) return true;
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
