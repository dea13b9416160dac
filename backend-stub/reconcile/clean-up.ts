import { familiesOf, outdatedVersions } from '../deployment/old-versions.ts';
import type { Family } from '../deployment/old-versions.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { deploymentIdAnnotation } from '../deployment/labels.ts';
import { rolloutApiVersion } from '../deployment/rollout-from-deployment.ts';
import { managerLabel } from '../deployment/spinnaker-metadata.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { failureKind, sentenceOf } from './failures.ts';
import type { Services } from './services.ts';
import { withEvent } from './transition.ts';

/** All that can name a ConfigMap or Secret which our runs have named by its content. */
const userKinds = [
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { apiVersion: rolloutApiVersion, kind: 'Rollout' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
] as const;

/**
 * After a success: removes the versions of ConfigMaps and Secrets that their author wants no more and nothing uses. What can't
 * be removed is told and left: the deployment has succeeded all the same, and the next success tries it again.
 */
export async function cleanUp(services: Services, record: DeploymentRecord): Promise<DeploymentRecord> {
  const families = record.outcome === 'succeeded' ? familiesOf(record.plan) : [];
  if (families.length === 0) return record;
  const now = services.clock.now();
  try {
    const removed = await removeAll(services, record, families);
    return removed.length === 0 ? record : withEvent(record, `Removed old versions: ${removed.join(', ')}.`, now);
  } catch (error) {
    if (failureKind(error) === 'fault') throw error;
    services.log.warn({ err: error, deployment: record.id }, 'old versions could not be removed');
    const sentence = `Old versions of ConfigMaps and Secrets were left: ${sentenceOf(error)}`;
    return withEvent(record, sentence, now);
  }
}

async function removeAll(
  { controlPlane, store }: Services,
  { account }: DeploymentRecord,
  families: readonly Family[],
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const [namespace, ofOne] of byNamespace(families)) {
    const list = (selection: { apiVersion: string; kind: string; labels?: string }) =>
      controlPlane.list(account, { ...selection, namespace });
    const found: { readonly family: Family; readonly versions: readonly KubernetesObject[] }[] = [];
    for (const family of ofOne) {
      const { apiVersion, kind } = family.present;
      found.push({ family, versions: await list({ apiVersion, kind, labels: `${managerLabel}=spinnaker` }) });
    }
    // The users are looked at last: what begins to use a version while we look is seen.
    const users: KubernetesObject[] = [];
    for (const userKind of userKinds) users.push(...(await list(userKind)));
    for (const outdated of found.flatMap(({ family, versions }) => outdatedVersions(family, versions, users))) {
      // Another run has applied it just now, and the Rollout that names it comes next.
      if (await isOpen(store, outdated)) continue;
      await controlPlane.delete(account, outdated);
      removed.push(objectName(referenceOf(outdated)));
    }
  }
  return removed;
}

function byNamespace(families: readonly Family[]): ReadonlyMap<string, readonly Family[]> {
  const grouped = new Map<string, Family[]>();
  for (const family of families) {
    const { namespace = '' } = family.present;
    grouped.set(namespace, [...(grouped.get(namespace) ?? []), family]);
  }
  return grouped;
}

async function isOpen(store: Services['store'], { metadata }: KubernetesObject): Promise<boolean> {
  const appliedBy = metadata.annotations?.[deploymentIdAnnotation];
  return appliedBy !== undefined && (await store.status(appliedBy))?.open === true;
}
