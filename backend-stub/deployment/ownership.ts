import { isRecord, listAt, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** Our field manager in server-side apply. */
export const fieldManager = 'gennaker';

/**
 * Managers whose fields we take over: our own, kubectl's, Spinnaker's (Clouddriver applies by kubectl), and the
 * controllers that write into what they are given. Everybody else's object is left alone.
 */
const takenOver: readonly RegExp[] = [
  /^gennaker$/,
  /^kubectl(-|$)/,
  /^(spinnaker|clouddriver)(-|$)/,
  /^(rollouts-controller|argo-rollouts)$/,
  /^(kube-controller-manager|horizontal-pod-autoscaler|before-first-apply)$/,
];

/** Who else owns a live object, and by which word on it that is known. */
export type Owner =
  | MarkedOwner
  /** It left no other mark than that it keeps some of the fields. */
  | { readonly kind: 'manager'; readonly name: string }
  /** Of `ownerReferences`. */
  | { readonly kind: 'maker'; readonly name: string }
  /** Takes its pod template from a Deployment, by `workloadRef`. */
  | { readonly kind: 'rollout'; readonly name: string };

/** An object, and one of those who own it. */
export interface Owned {
  readonly owner: Owner;
  readonly live: KubernetesObject;
}

interface MarkedOwner {
  readonly kind: 'helm' | 'argo-cd' | 'flux';
  readonly by: string;
}

interface OwnerMark {
  readonly owner: MarkedOwner;
  readonly where: 'labels' | 'annotations';
  readonly value?: string;
  /** Field managers of the same tool, which are no other owner. */
  readonly managers: RegExp;
}

const helm = /^(helm|helm-controller)$/;
const kustomize = /^kustomize-controller$/;
const argo = /^argocd(-|$)/;

/**
 * How the tools that own objects mark them; sources: Helm 3, Argo CD resource tracking, Flux kustomize and helm controllers.
 */
const marks: readonly OwnerMark[] = [
  { owner: { kind: 'helm', by: 'meta.helm.sh/release-name' }, where: 'annotations', managers: helm },
  { owner: { kind: 'helm', by: 'app.kubernetes.io/managed-by' }, where: 'labels', value: 'Helm', managers: helm },
  { owner: { kind: 'argo-cd', by: 'argocd.argoproj.io/tracking-id' }, where: 'annotations', managers: argo },
  { owner: { kind: 'argo-cd', by: 'argocd.argoproj.io/instance' }, where: 'labels', managers: argo },
  { owner: { kind: 'flux', by: 'kustomize.toolkit.fluxcd.io/name' }, where: 'labels', managers: kustomize },
  { owner: { kind: 'flux', by: 'helm.toolkit.fluxcd.io/name' }, where: 'labels', managers: helm },
];

/** Each tool once. */
function ownersOf(live: KubernetesObject): readonly Owner[] {
  const found = marks.filter((candidate) => isMarked(live, candidate));
  const tools = found.filter(({ owner }, index) => found.findIndex((one) => one.owner.kind === owner.kind) === index);
  const marked = tools.map(({ owner }) => owner).filter((owner, _index, all) => !isOnlyATool(owner, all));
  const known = [...takenOver, ...found.map(({ managers }) => managers)];
  const others = new Set(specManagers(live).filter((manager) => !known.some((one) => one.test(manager))));
  return [...marked, ...[...others].map((name): Owner => ({ kind: 'manager', name }))];
}

/** A live object with everybody else who owns it; with none, we may apply to it. */
export function ownedBy(live: KubernetesObject): readonly Owned[] {
  return ownersOf(live).map((owner) => ({ owner, live }));
}

/** Flux installs releases of Helm; Argo CD renders charts, which mostly label what they make as Helm's, without a release. */
function isOnlyATool({ kind, by }: MarkedOwner, all: readonly MarkedOwner[]): boolean {
  if (kind !== 'helm') return false;
  const isRelease = by === 'meta.helm.sh/release-name';
  return all.some((one) => one.by === 'helm.toolkit.fluxcd.io/name' || (one.kind === 'argo-cd' && !isRelease));
}

function isMarked(live: KubernetesObject, { owner, where, value }: OwnerMark): boolean {
  const found = live.metadata[where]?.[owner.by];
  return found !== undefined && (value === undefined || found === value);
}

/** Managers that own more than metadata and status: writing a status is not owning an object. */
export function specManagers(live: KubernetesObject): readonly string[] {
  return listAt(live, 'metadata', 'managedFields').flatMap((entry) => {
    const manager = textAt(entry, 'manager');
    const fields = isRecord(entry) && isRecord(entry['fieldsV1']) ? Object.keys(entry['fieldsV1']) : [];
    const subresource = textAt(entry, 'subresource') ?? '';
    const owns = fields.some((field) => field !== 'f:metadata' && field !== 'f:status');
    return manager !== undefined && subresource === '' && owns ? [manager] : [];
  });
}
