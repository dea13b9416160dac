import type { RolloutReport } from '../contract/report.ts';
import { deploymentReference, refersToDeployment, templateChanged } from '../deployment/by-reference.ts';
import { nextAbortStep, nextUnboundStep } from '../deployment/ending.ts';
import type { AbortStep, Unbound } from '../deployment/ending.ts';
import { at, isRecord, objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from '../deployment/kubernetes-object.ts';
import { abort } from '../deployment/patches.ts';
import type { Binding, Command, DeploymentRecord } from '../deployment/record.ts';
import { reportRollout } from '../deployment/report-rollout.ts';
import { defined } from '../contract/defined.ts';
import { readRollout } from '../deployment/rollout.ts';
import type { RolloutState } from '../deployment/rollout.ts';
import { carries } from '../deployment/template.ts';
import type { Settlement } from '../ports.ts';
import type { Advanced } from './advance.ts';
import { plannedRollout } from './look-at-rollouts.ts';
import type { Services } from './services.ts';
import { ended, inPhase } from './transition.ts';
import { versionTemplate } from './version-template.ts';

interface AbortedRollout {
  readonly binding: Binding | Unbound;
  readonly state: RolloutState | undefined;
  readonly step: AbortStep;
  /** The one that the Rollout refers to. */
  readonly deployment?: KubernetesObject;
}

/**
 * One round over all rollouts: patch what is not aborted, put the template back where Argo has acted, and end when
 * nothing is left to do. Every write is for the object just read, so that a round can be repeated after a crash.
 */
export async function carryOutAbort(services: Services, record: DeploymentRecord): Promise<Advanced> {
  const { clock } = services;
  const ending = record.ending;
  if (ending === undefined) return { record, nextLook: 0 };
  const rollouts = await Promise.all(appliedRollouts(record).map((binding) => readStep(services, record, binding)));
  const results: string[] = [];
  for (const rollout of rollouts) {
    const result = await carryOutStep(services, record, rollout);
    if (result !== undefined) results.push(result);
  }
  const now = clock.now();
  if (results.length < rollouts.length)
    return { record: inPhase(record, { phase: 'aborting', sentence: ending.because, now }), nextLook: 500 };
  const sentence = [ending.because, ...results, ...notRestored(record)].join(' ');
  const reported = { ...record, rollouts: record.rollouts.map((report) => afterAbort(record, report, rollouts)) };
  const result = 'The rollouts were aborted and their templates put back.';
  const settled = await settledEndings(services, record, { actions: ['abort', 'cancel'], result });
  return { record: ended(reported, { outcome: ending.outcome, sentence, now }), nextLook: 0, settled };
}

function appliedRollouts(record: DeploymentRecord): readonly (Binding | Unbound)[] {
  const same = (left: ObjectReference, right: { name: string; namespace?: string }): boolean =>
    left.name === right.name && left.namespace === right.namespace;
  return record.applied
    .filter(({ reference }) => reference.kind === 'Rollout')
    .map(({ reference, uid }) => {
      const bound = record.bindings.find((binding) => same(binding.reference, reference));
      const stablePodHash = record.before.find((before) => same(reference, before))?.stablePodHash;
      return bound ?? { reference, uid, ...defined({ stablePodHash }) };
    });
}

/** What is back on its stable version is shown so; the last look was at the version that was aborted. */
function afterAbort(
  record: DeploymentRecord,
  report: RolloutReport,
  rollouts: readonly AbortedRollout[],
): RolloutReport {
  const found = rollouts.find(
    ({ binding: { reference } }) => reference.name === report.name && reference.namespace === report.namespace,
  );
  if (found?.state === undefined || found.step.kind !== 'done') return report;
  const { binding, state, step } = found;
  if (!('podHash' in binding) || state.podHash !== binding.stablePodHash) return report;
  const { sentence } = step;
  const { steps } = record.policy;
  return reportRollout({
    reference: binding.reference,
    situation: { kind: 'aborted', sentence },
    steps,
    binding,
    state,
    troubles: [],
  });
}

/** The sentence of what is done; undefined while there is more to do. */
async function carryOutStep(
  services: Services,
  record: DeploymentRecord,
  { binding, state, step }: AbortedRollout,
): Promise<string | undefined> {
  if (step.kind === 'done') return step.sentence;
  if (step.kind === 'restore') return restore(services, record, { binding, podHash: step.podHash });
  if (step.kind === 'patch' && state !== undefined)
    await services.controlPlane.patch(record.account, binding.reference, abort(state));
  return undefined;
}

async function readStep(
  { controlPlane }: Services,
  record: DeploymentRecord,
  binding: Binding | Unbound,
): Promise<AbortedRollout> {
  const planned = plannedRollout(record, binding);
  const refers = refersToDeployment(planned);
  // First: what the Rollout is said to have done, it did with this template or a later one.
  const deployment = refers
    ? await controlPlane.read(record.account, deploymentReference(binding.reference))
    : undefined;
  const object = await controlPlane.read(record.account, binding.reference);
  const state = object === undefined ? undefined : readRollout(object);
  const ours = carries(at(planned, 'spec', 'template'), at(refers ? deployment : object, 'spec', 'template'));
  const step = 'podHash' in binding ? nextAbortStep(binding, state, ours) : nextUnboundStep(binding, state, ours);
  return { binding, state, step, ...defined({ deployment }) };
}

/** A rollout, and the pod hash whose template goes back into it. */
interface Target {
  readonly binding: Binding | Unbound;
  readonly podHash: string;
}

/**
 * A Deployment that is referred to gets the template back. Else the whole object is applied again with the stable ReplicaSet's template, by our own field manager: a patch by
 * another operation would stay the owner of its fields, and what the next manifest leaves out would never go.
 */
async function restore(services: Services, record: DeploymentRecord, target: Target): Promise<string | undefined> {
  const { binding, podHash } = target;
  const { reference } = binding;
  const template = await versionTemplate(services.controlPlane, record.account, { reference, podHash });
  if (template === undefined)
    return `${objectName(binding.reference)} runs its stable version again, but keeps the aborted template: the ReplicaSet ${podHash} with the stable one is gone. Deploy the wanted version again before anything else changes it.`;
  // Read once more: the shorter the time to the conditional write, the less often somebody else's write is in between.
  const { state, step, deployment } = await readStep(services, record, binding);
  if (state === undefined || step.kind !== 'restore') return undefined;
  const { controlPlane } = services;
  const planned = plannedRollout(record, binding);
  if (!refersToDeployment(planned)) await controlPlane.apply(record.account, withTemplate(planned, template, state));
  else if (deployment !== undefined)
    await controlPlane.patch(record.account, referenceOf(deployment), templateChanged(deployment, template));
  return undefined;
}

function withTemplate(rollout: KubernetesObject, template: object, state: RolloutState): KubernetesObject {
  const spec = isRecord(rollout['spec']) ? rollout['spec'] : {};
  return {
    ...rollout,
    metadata: { ...rollout.metadata, uid: state.uid, resourceVersion: state.resourceVersion },
    spec: { ...spec, replicas: state.wanted, template },
  };
}

/** What led to the abort; anything else that was asked for meanwhile fails with the end. */
export async function settledEndings(
  { store }: Services,
  { id }: DeploymentRecord,
  { actions, result }: { readonly actions: readonly Command[]; readonly result: string },
): Promise<readonly Settlement[]> {
  return (await store.decisions(id))
    .filter(({ state, action }) => state === 'accepted' && actions.includes(action))
    .map((decision) => ({ id: decision.id, state: 'done', result }));
}

function notRestored({ plan, applied }: DeploymentRecord): readonly string[] {
  const done = new Set(applied.map(({ reference }) => objectName(reference)));
  const kept = plan.objects
    .filter(({ object, restoredByAbort }) => !restoredByAbort && done.has(objectName(referenceOf(object))))
    .map(({ object }) => `${object.kind} ${object.metadata.name}`);
  if (kept.length === 0) return [];
  return [`Left as this deployment applied ${kept.length === 1 ? 'it' : 'them'}: ${kept.join(', ')}.`];
}
