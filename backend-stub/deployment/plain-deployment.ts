import { contentHash } from './content-hash.ts';
import { defined } from '../contract/defined.ts';
import { at, listAt, numberAt, recordAt, referenceOf, textAt } from './kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';

/** What we read of a live Deployment, one that Kubernetes itself rolls out. */
export interface PlainDeployment {
  readonly reference: ObjectReference;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly wanted: number;
  /** Whether its controller has seen it as it is: before that, the numbers of pods are those of an older one. */
  readonly isObserved: boolean;
  readonly pods: { readonly all: number; readonly updated: number; readonly available: number };
  readonly paused: boolean;
  /** The hash of its template. */
  readonly version: string;
  /** Of the condition Progressing. */
  readonly progress?: string;
}

export function readPlainDeployment(object: KubernetesObject): PlainDeployment {
  const { spec, status, metadata } = object;
  const count = (field: string): number => numberAt(status, field) ?? 0;
  return {
    reference: referenceOf(object),
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    generation: metadata.generation ?? 0,
    wanted: numberAt(spec, 'replicas') ?? 1,
    isObserved: count('observedGeneration') >= (metadata.generation ?? 0),
    pods: { all: count('replicas'), updated: count('updatedReplicas'), available: count('availableReplicas') },
    paused: recordAt(spec)['paused'] === true,
    version: contentHash(at(spec, 'template')),
    ...defined({ progress: progressOf(status) }),
  };
}

function progressOf(status: unknown): string | undefined {
  const found = listAt(status, 'conditions').find((one) => textAt(one, 'type') === 'Progressing');
  return textAt(found, 'reason');
}

/** Every pod it wants runs its present version and is available, and no other pod of its is left. */
export function isAtRest({ isObserved, wanted, pods }: PlainDeployment): boolean {
  return isObserved && pods.updated === wanted && pods.all === wanted && pods.available === wanted;
}
