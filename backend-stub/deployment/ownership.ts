import { isRecord, listAt, objectName, referenceOf, textAt } from './kubernetes-object.ts';
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

interface OwnerMark {
  readonly owner: string;
  readonly where: 'labels' | 'annotations';
  readonly key: string;
  readonly value?: string;
}

/** How the tools that own objects mark them; sources: Helm 3, Argo CD resource tracking, Flux kustomize and helm controllers. */
const marks: readonly OwnerMark[] = [
  { owner: 'Helm', where: 'labels', key: 'app.kubernetes.io/managed-by', value: 'Helm' },
  { owner: 'Helm', where: 'annotations', key: 'meta.helm.sh/release-name' },
  { owner: 'Argo CD', where: 'annotations', key: 'argocd.argoproj.io/tracking-id' },
  { owner: 'Argo CD', where: 'labels', key: 'argocd.argoproj.io/instance' },
  { owner: 'Flux', where: 'labels', key: 'kustomize.toolkit.fluxcd.io/name' },
  { owner: 'Flux', where: 'labels', key: 'helm.toolkit.fluxcd.io/name' },
];

/** Who else owns a live object, in a sentence; undefined when we may apply to it. */
export function foreignOwner(live: KubernetesObject): string | undefined {
  const name = objectName(referenceOf(live));
  const mark = marks.find((candidate) => isMarked(live, candidate));
  if (mark !== undefined) return `${name} belongs to ${mark.owner} (${mark.key}); ${remedy(mark.owner)}`;
  const manager = specManagers(live).find((candidate) => !takenOver.some((known) => known.test(candidate)));
  return manager === undefined ? undefined : `${name} is managed by ${manager} (its field manager); ${remedy(manager)}`;
}

function isMarked(live: KubernetesObject, { where, key, value }: OwnerMark): boolean {
  const found = live.metadata[where]?.[key];
  return found !== undefined && (value === undefined || found === value);
}

function remedy(owner: string): string {
  return `deploy it by ${owner}, or take it out of ${owner} first (takeOwnership is not built yet).`;
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
