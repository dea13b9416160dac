import { autoscalersOf } from './autoscalers.ts';
import { contentHash } from './content-hash.ts';
import { at, listAt, objectName, recordAt, referenceOf, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { isAtRest, readPlainDeployment } from './plain-deployment.ts';

/** A Deployment that runs, and what stands around it. All live, but for the Rollout that is to take it over. */
export interface Adoptee {
  readonly planned: KubernetesObject;
  readonly deployment: KubernetesObject;
  /** The following ones of its namespace, pods and ReplicaSets as far as its selector takes them. */
  readonly autoscalers: readonly KubernetesObject[];
  readonly pods: readonly KubernetesObject[];
  readonly replicaSets: readonly KubernetesObject[];
}

/** Why a running Deployment is not taken over, each with what helps; none: it may be. */
export function adoptionProblems(adoptee: Adoptee): readonly string[] {
  const { deployment } = adoptee;
  const name = objectName(referenceOf(deployment));
  const problems = [
    inMotion(deployment, name),
    otherSelector(adoptee, name),
    foreignPods(adoptee, name),
    severalAutoscalers(adoptee, name),
  ];
  return problems.filter((problem) => problem !== undefined);
}

/** A Rollout of that name is established, and the Deployment was started again beside it. */
export function runsBeside(deployment: KubernetesObject): string {
  const { name } = deployment.metadata;
  return `${objectName(referenceOf(deployment))} runs beside Rollout ${name}, which has taken its place, and the Service of both would lead to two versions; scale the Deployment to 0, and find out who started it again.`;
}

/** Only what is at rest is known to run one version on all its pods: anything else would be taken over half done. */
function inMotion(deployment: KubernetesObject, name: string): string | undefined {
  const state = readPlainDeployment(deployment);
  if (deployment.metadata.deletionTimestamp !== undefined) return `${name} is being deleted; wait until it is gone.`;
  if (textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate')
    return `${name} has the strategy Recreate, so its pods may not run beside others of the workload, as they would while it is taken over; set RollingUpdate, or scale it to 0 first and accept the outage.`;
  if (state.paused) return `${name} is paused in the middle of what somebody does with it; resume it first.`;
  if (isAtRest(state)) return undefined;
  const { updated, available } = state.pods;
  return `${name} is not at rest: ${updated} of ${state.wanted} pods have its present version, ${available} are available. Wait until all are, or mend it first.`;
}

function otherSelector({ deployment, planned }: Adoptee, name: string): string | undefined {
  const selectors = [deployment, planned].map((object) => contentHash(at(object, 'spec', 'selector')));
  if (selectors[0] === selectors[1]) return undefined;
  return `${name} selects its pods by ${words(deployment)}, and the manifest by ${words(planned)}: a selector can not change while a workload is taken over; write the same selector, or deploy under another name.`;
}

function words(object: KubernetesObject): string {
  return JSON.stringify(at(object, 'spec', 'selector'));
}

/** Its Rollout and its autoscalers would count them as well. */
function foreignPods({ deployment, pods, replicaSets }: Adoptee, name: string): string | undefined {
  const own = new Set(replicaSets.filter((one) => isOwnedBy(one, deployment)).map(({ metadata }) => metadata.uid));
  const foreign = pods.find((pod) => !own.has(controllerOf(pod)));
  if (foreign === undefined) return undefined;
  return `The selector of ${name} takes pods that are not its own, such as ${foreign.metadata.name}; give those other labels first.`;
}

function isOwnedBy(object: KubernetesObject, { metadata }: KubernetesObject): boolean {
  return controllerOf(object) === metadata.uid;
}

function controllerOf(object: KubernetesObject): string | undefined {
  const owner = listAt(object, 'metadata', 'ownerReferences').find((one) => recordAt(one)['controller'] === true);
  return textAt(owner, 'uid');
}

function severalAutoscalers({ deployment, autoscalers }: Adoptee, name: string): string | undefined {
  const of = autoscalersOf(deployment, autoscalers);
  const all = [...of.Deployment, ...of.Rollout].map(({ metadata }) => metadata.name);
  if (all.length < 2) return undefined;
  return `Several autoscalers aim at ${name} or its Rollout, ${all.join(' and ')}; keep one of them.`;
}
