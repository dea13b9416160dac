import { objectName, referenceOf } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import type { Owned, Owner } from './ownership.ts';

/** Why an object is left to its owner, and what helps. */
export function leftTo({ owner, live }: Owned): string {
  const name = objectName(referenceOf(live));
  const takeOver = 'or set takeOwnership in this stage.';
  const tool = toolOf(owner);
  const remedy = `deploy it by ${tool}, or take it out of ${tool} first, ${takeOver}`;
  switch (owner.kind) {
    case 'helm':
    case 'argo-cd':
    case 'flux':
      return `${name} belongs to ${tool} (${owner.by}); ${remedy}`;
    case 'manager':
      return `${name} is managed by ${tool} (its field manager); ${remedy}`;
    case 'maker':
      return `${name} is made by ${tool}, which would start it again; deploy it by that, or take the owner reference off first, ${takeOver}`;
    case 'rollout':
      return `${tool} takes its pod template from ${name} (workloadRef); deploy it by that, or delete ${tool} first, ${takeOver}`;
  }
}

/** What its owner will do next about an object that is taken over from him. */
export function takenFrom({ owner, live }: Owned): string {
  return `${objectName(referenceOf(live))} is taken over from ${toolOf(owner)}: ${next({ owner, live })}`;
}

function toolOf(owner: Owner): string {
  switch (owner.kind) {
    case 'helm':
      return 'Helm';
    case 'argo-cd':
      return 'Argo CD';
    case 'flux':
      return 'Flux';
    case 'manager':
    case 'maker':
    case 'rollout':
      return owner.name;
  }
}

function next({ owner, live }: Owned): string {
  const undone = live.kind === 'Deployment' ? 'starts the Deployment again, beside its Rollout' : 'sets it back';
  switch (owner.kind) {
    case 'helm':
      return afterHelm(live, undone);
    case 'argo-cd':
      return afterArgoCd(owner.by, live, undone);
    case 'flux':
      return afterFlux(owner.by, live, undone);
    case 'manager':
      return `it writes its fields again whenever it runs, and then ${undone}. Take the object out of what it applies.`;
    case 'maker':
      return `it ${undone}, whenever it looks after what it made; and what it made goes when it is deleted. Take the owner reference off.`;
    case 'rollout':
      return `it goes on following the Deployment's template, with pods of its own under the same labels. Delete it when this deployment is done.`;
  }
}

/** Helm 3 patches what differs from the chart, Helm 4 applies on the server and stops at other managers; both delete what left a chart. */
function afterHelm(live: KubernetesObject, undone: string): string {
  const { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace } = annotations(live);
  const named = release === undefined ? 'its release' : `release ${placed(release, namespace)}`;
  return `the next "helm upgrade" of ${named} ${undone}, or stops at the conflict. Take it out of the chart, after "helm.sh/resource-policy: keep" is among its annotations: else Helm deletes it then.`;
}

/** `application:group/kind:namespace/name`; outside of Argo CD's own namespace the first part is `namespace_application`. */
function afterArgoCd(by: string, live: KubernetesObject, undone: string): string {
  const [tracked = ''] = (annotations(live)[by] ?? labels(live)[by] ?? '').split(':');
  const [first = '', second] = tracked.split('_');
  const application = second === undefined ? first : placed(second, first);
  return `application ${application} shows it as OutOfSync, and its next sync ${undone}: within minutes, where it heals itself. Leave it out of the application, or name what differs in ignoreDifferences and sync with RespectIgnoreDifferences.`;
}

function afterFlux(by: string, live: KubernetesObject, undone: string): string {
  const [tool = ''] = by.split('/');
  const owner = placed(labels(live)[by] ?? '', labels(live)[`${tool}/namespace`]);
  return tool === 'kustomize.toolkit.fluxcd.io'
    ? `Kustomization ${owner} ${undone} at its next interval. The annotation "kustomize.toolkit.fluxcd.io/reconcile: disabled" on it keeps that away.`
    : `HelmRelease ${owner} ${undone} with its next upgrade, and at its next interval where it looks for drift. The annotation "helm.toolkit.fluxcd.io/driftDetection: disabled" on it keeps the latter away; take it out of the chart for the former.`;
}

function placed(name: string, namespace: string | undefined): string {
  return namespace === undefined ? name : `${name} in ${namespace}`;
}

type Texts = Readonly<Record<string, string>>;

function annotations({ metadata }: KubernetesObject): Texts {
  return metadata.annotations ?? {};
}

function labels({ metadata }: KubernetesObject): Texts {
  return metadata.labels ?? {};
}
