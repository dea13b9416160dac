import { isDeepStrictEqual } from 'node:util';
import {
  numberAt,
  recordAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';
import { podHashLabel } from '../../../backend-stub/deployment/template.ts';
import { ownerReference } from '../controllers/ownership.ts';

export const annotations = {
  revision: 'rollout.argoproj.io/revision',
  history: 'rollout.argoproj.io/revision-history',
  desired: 'rollout.argoproj.io/desired-replicas',
} as const;

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const notCopied: ReadonlySet<string> = new Set([...Object.values(annotations), lastApplied]);

/** A ReplicaSet of a Rollout, as far as the controller looks at it. */
export interface Version {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly hash: string;
  readonly revision: number;
  /** What it is asked to run, and what it runs. */
  readonly wanted: number;
  readonly pods: number;
  readonly ready: number;
  readonly available: number;
  /** `spec.replicas` of the Rollout when it was last scaled. */
  readonly desired: number | undefined;
}

export function versionOf(object: KubernetesObject): Version {
  const { name, labels, annotations: notes } = object.metadata;
  const count = (field: string): number => numberAt(object, 'status', field) ?? 0;
  const desired = notes?.[annotations.desired];
  return {
    object,
    name,
    hash: labels?.[podHashLabel] ?? '',
    revision: Number(notes?.[annotations.revision] ?? 0),
    wanted: numberAt(object, 'spec', 'replicas') ?? 0,
    pods: count('replicas'),
    ready: count('readyReplicas'),
    available: count('availableReplicas'),
    desired: desired === undefined ? undefined : Number(desired),
  };
}

export interface NewVersion {
  readonly rollout: KubernetesObject;
  readonly hash: string;
  readonly revision: number;
}

/** With no pods yet: it is scaled in a later look. */
export function newReplicaSet({ rollout, hash, revision }: NewVersion): KubernetesObject {
  const { name, namespace = '' } = rollout.metadata;
  const template = recordAt(rollout, 'spec', 'template');
  const metadata = recordAt(template, 'metadata');
  const labels = { ...recordAt(metadata, 'labels'), [podHashLabel]: hash };
  const texts = Object.fromEntries(Object.keys(labels).map((key) => [key, textAt(labels, key) ?? '']));
  const selector = recordAt(rollout, 'spec', 'selector');
  const minReadySeconds = numberAt(rollout, 'spec', 'minReadySeconds') ?? 0;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: texts,
      annotations: {
        ...copied(rollout),
        [annotations.revision]: String(revision),
        [annotations.desired]: String(numberAt(rollout, 'spec', 'replicas') ?? 1),
      },
      ownerReferences: [ownerReference(rollout)],
    },
    spec: {
      replicas: 0,
      ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
      selector: { ...selector, matchLabels: { ...recordAt(selector, 'matchLabels'), [podHashLabel]: hash } },
      template: { ...template, metadata: { ...metadata, labels: texts } },
    },
  };
}

function copied({ metadata }: KubernetesObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([key]) => !notCopied.has(key)));
}

/** The ReplicaSet with the Rollout's annotations and a revision above all others; the same object when it has them. */
export function withRevision(
  replicaSet: KubernetesObject,
  rollout: KubernetesObject,
  revision: number,
): KubernetesObject {
  const before = replicaSet.metadata.annotations ?? {};
  const old = before[annotations.revision] ?? '0';
  const notes = { ...before, ...copied(rollout), [annotations.revision]: String(Math.max(Number(old), revision)) };
  const isNoted = isDeepStrictEqual(notes, before);
  const minReadySeconds = waitOf(rollout);
  if (isNoted && minReadySeconds === waitOf(replicaSet)) return replicaSet;
  // Argo adds to the history also when only another annotation changed.
  const history = [before[annotations.history], old].filter((part) => part !== undefined).join(',');
  return {
    ...replicaSet,
    metadata: {
      ...replicaSet.metadata,
      annotations: isNoted ? notes : { ...notes, [annotations.history]: history },
    },
    spec: { ...recordAt(replicaSet, 'spec'), minReadySeconds },
  };
}

function waitOf(object: KubernetesObject): number {
  return numberAt(object, 'spec', 'minReadySeconds') ?? 0;
}
