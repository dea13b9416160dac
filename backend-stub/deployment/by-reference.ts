import { contentHash } from './content-hash.ts';
import { defined } from '../contract/defined.ts';
import type { ConditionalPatch } from './beside-rollout.ts';
import { difference } from './given-back.ts';
import { at, listAt, numberAt, objectName, recordAt, referenceOf, textAt } from './kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';
import type { PlannedObject } from './record.ts';
import { readRollout } from './rollout.ts';

/** The Deployment of a workload's name, whether it exists or not. */
export function deploymentReference(rollout: ObjectReference): ObjectReference {
  return { ...rollout, apiVersion: 'apps/v1', kind: 'Deployment' };
}

/**
 * The Rollout without a template of its own. Argo is never to scale the Deployment (`onsuccess`): it looks neither at what
 * an autoscaler aims at nor at the number of pods that are wanted by then, and takes down again what is given back.
 */
export function rolloutByReference(rollout: KubernetesObject): KubernetesObject {
  const { template: _inTheDeployment, ...spec } = recordAt(rollout, 'spec');
  const { apiVersion, kind, name } = deploymentReference(referenceOf(rollout));
  return { ...rollout, spec: { ...spec, workloadRef: { apiVersion, kind, name, scaleDown: 'never' } } };
}

export function refersToDeployment(rollout: KubernetesObject): boolean {
  return at(rollout, 'spec', 'workloadRef') !== undefined;
}

/** A Rollout that refers to a Deployment, with the template that it takes from there; any other one as it is. */
export function withReferredTemplate(
  rollout: KubernetesObject,
  deployment: KubernetesObject | undefined,
): KubernetesObject {
  if (!refersToDeployment(rollout)) return rollout;
  return { ...rollout, spec: { ...recordAt(rollout, 'spec'), template: at(deployment, 'spec', 'template') } };
}

/** Whether an object of a plan is the Deployment that a Rollout of it refers to. */
export function isReferredTo({ object, isReferredTo: refers }: PlannedObject, rollout: KubernetesObject): boolean {
  const { name, namespace } = rollout.metadata;
  return refers === true && object.metadata.name === name && object.metadata.namespace === namespace;
}

/** Why there is a Deployment without pods beside a Rollout. */
export function referenceNote(rollout: KubernetesObject): string | undefined {
  if (!refersToDeployment(rollout)) return undefined;
  const reference = referenceOf(rollout);
  return `${objectName(deploymentReference(reference))} stays, without pods of its own, and ${objectName(reference)} refers to it and runs what it says, because the stage says so (workload: deployment).`;
}

/**
 * The Deployment as its manifest says, on the pods that it has: never are pods of its own started or taken away by this.
 * Without a number the API server would make it one.
 */
export function onItsPods(planned: KubernetesObject, live: KubernetesObject | undefined): KubernetesObject {
  const { uid, resourceVersion } = live?.metadata ?? {};
  const replicas = live === undefined ? 0 : (numberAt(live, 'spec', 'replicas') ?? 1);
  const metadata = { ...planned.metadata, ...defined({ uid, resourceVersion }) };
  return { ...planned, metadata, spec: { ...recordAt(planned, 'spec'), replicas } };
}

/**
 * Makes of the spec of a live Deployment the wanted one, as a whole: others have written it before, and an apply would leave
 * what they own and the manifest no longer has. The patch is for the object that was read.
 */
export function specChanged(live: KubernetesObject, { metadata, spec }: KubernetesObject): ConditionalPatch {
  const { resourceVersion = '' } = live.metadata;
  const { labels, annotations } = metadata;
  return {
    body: {
      metadata: { resourceVersion, ...defined({ labels, annotations }) },
      spec: difference(live['spec'], spec),
    },
  };
}

/** The live Deployment with another template, and nothing else changed. */
export function templateChanged(live: KubernetesObject, template: unknown): ConditionalPatch {
  const { resourceVersion = '' } = live.metadata;
  return {
    body: { metadata: { resourceVersion }, spec: { template: difference(at(live, 'spec', 'template'), template) } },
  };
}

/**
 * Why a Rollout that exists can't be made to refer to its Deployment, or be given other steps. Steps and template are in two
 * objects, and between the two writes the controller would go on with what it has: so the one may only change where the
 * other rests.
 */
export function referenceProblem(planned: KubernetesObject, live: KubernetesObject): string | undefined {
  if (!refersToDeployment(planned)) return undefined;
  const name = objectName(referenceOf(live));
  const deployment = objectName(deploymentReference(referenceOf(live)));
  if (!refersToDeployment(live))
    return `${name} holds its pod template itself, and the stage says that it refers to ${deployment}; run "gennaker give-back" first, and the next run takes the Deployment over by reference. Or set "workload" to "rollout".`;
  const [kind = '', referred = ''] = ['kind', 'name'].map((key) => textAt(live, 'spec', 'workloadRef', key));
  if (kind !== 'Deployment' || referred !== live.metadata.name)
    return `${name} refers to ${kind} ${referred} and not to ${deployment}; whoever made it has to change that.`;
  const { podHash, stablePodHash } = readRollout(live);
  if (podHash === stablePodHash || sameSteps(planned, live)) return undefined;
  return `${name} is between two versions, by other steps than the stage's, and its steps can not change together with the Deployment that it refers to: it would go on by the new ones with what it has. Promote it or put its Deployment back on the cluster first, or run the stage with the steps of before.`;
}

function sameSteps(one: KubernetesObject, other: KubernetesObject): boolean {
  const [left, right] = [one, other].map((rollout) =>
    contentHash(listAt(rollout, 'spec', 'strategy', 'canary', 'steps')),
  );
  return left === right;
}
