import { keptChange } from '../deployment/kept-plan.ts';
import type { KeptPlan } from '../deployment/kept-plan.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { movedSentence } from '../deployment/moved.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { readRollout } from '../deployment/rollout.ts';
import type { Save, Stored } from './advance.ts';
import { appliedObject, wasApplied } from './apply.ts';
import type { Prepared } from './apply.ts';
import { send } from './send.ts';
import type { Services } from './services.ts';
import { withEvent } from './transition.ts';

export interface Apply extends Pick<Stored, 'record' | 'stopwatch'> {
  readonly objects: readonly Prepared[];
  readonly save: Save;
  /** What was kept to be applied; left out when this process does not have it at hand. */
  readonly plan?: KeptPlan;
}

export interface ApplyOutcome {
  readonly record: DeploymentRecord;
  readonly failure?: unknown;
  /** What has to be so before the rest is applied, in a sentence. */
  readonly awaits?: string;
}

/**
 * One after the other, since a Service must be there before the Rollout that names it. Each is kept before the next is
 * sent: who stood still for longer than his lease learns it there, and does not apply over what has been done since. The
 * last is kept by the caller, together with what comes next.
 */
export async function applyAll(services: Services, apply: Apply): Promise<ApplyOutcome> {
  const { record, objects, save } = apply;
  const plan = await keptPlanOf(services, apply);
  let current: DeploymentRecord = { ...record, applied: [] };
  for (const [index, prepared] of objects.entries()) {
    const known = wasApplied(record, prepared) ? prepared.live : undefined;
    try {
      const awaits = known === undefined ? await unseenSteps(services, current, prepared) : undefined;
      if (awaits !== undefined) return { record: current, awaits };
      const object = known ?? (await send(services.controlPlane, record.account, prepared));
      current = { ...current, applied: [...current.applied, appliedObject(object)] };
      if (known === undefined) current = withMoved(current, { plan, object, now: services.clock.now() });
    } catch (failure) {
      return { record: current, failure };
    }
    if (known === undefined && index < objects.length - 1) await save(current);
  }
  const sentence = `Applied ${current.applied.map(({ reference }) => objectName(reference)).join(', ')}.`;
  return { record: withEvent(current, sentence, services.clock.now()) };
}

function keptPlanOf({ store }: Services, { record, plan }: Apply): Promise<KeptPlan | undefined> {
  return plan === undefined ? store.keptPlan(record.id) : Promise.resolve(plan);
}

/** The controller learns of the two objects by two ways: before it has the steps, it must not meet a version that is to go by them. */
async function unseenSteps(
  { controlPlane }: Services,
  { account, applied }: DeploymentRecord,
  { planned }: Prepared,
): Promise<string | undefined> {
  if (planned.isReferredTo !== true) return undefined;
  const { name, namespace } = planned.object.metadata;
  const rollout = applied.find(
    ({ reference }) => reference.kind === 'Rollout' && reference.name === name && reference.namespace === namespace,
  );
  const live = rollout === undefined ? undefined : await controlPlane.read(account, rollout.reference);
  if (rollout === undefined || live === undefined) return undefined;
  if (readRollout(live).observedGeneration >= rollout.generation) return undefined;
  return `Argo Rollouts has not looked at ${objectName(rollout.reference)} yet, which has its steps before ${objectName(referenceOf(planned.object))} gets the new version.`;
}

interface Applied {
  readonly plan: KeptPlan | undefined;
  readonly object: KubernetesObject;
  readonly now: Date;
}

/** What was planned is what is applied, or it is said what moved. */
function withMoved(record: DeploymentRecord, { plan, object, now }: Applied): DeploymentRecord {
  const compared = keptChange(plan, referenceOf(object))?.compared;
  const sentence = compared === undefined ? undefined : movedSentence(compared, object);
  return sentence === undefined ? record : withEvent(record, sentence, now);
}
