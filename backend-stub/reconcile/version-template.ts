import { at, isRecord } from '../deployment/kubernetes-object.ts';
import type { ObjectReference } from '../deployment/kubernetes-object.ts';
import { podHashLabel, withoutPodHash } from '../deployment/template.ts';
import type { ControlPlane } from '../ports.ts';

export interface Version {
  readonly reference: ObjectReference;
  readonly podHash: string;
}

/** The pod template of a version of a Rollout, as it was before Argo labelled it; undefined when its ReplicaSet is gone. */
export async function versionTemplate(
  controlPlane: ControlPlane,
  account: string,
  { reference: { namespace = '' }, podHash }: Version,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const labels = `${podHashLabel}=${podHash}`;
  const replicaSets = await controlPlane.list(account, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    namespace,
    labels,
  });
  const template = at(replicaSets[0], 'spec', 'template');
  return isRecord(template) ? withoutPodHash(template) : undefined;
}
