import { randomInt } from 'node:crypto';
import { numberAt, recordAt, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { kinds } from '../api/kinds.ts';
import type { ObjectStore } from '../api/objects.ts';
import type { ObjectWriter } from '../api/writing.ts';
import type { ClusterClock } from '../clock.ts';
import { controllerName, isControlledBy, ownerReference } from './ownership.ts';
import { readySince } from './pods.ts';
import { WorkQueue } from './work-queue.ts';

export interface ControllerParts {
  readonly store: ObjectStore;
  readonly writer: ObjectWriter;
  readonly clock: ClusterClock;
}

/** Without vowels and what looks like them, as Kubernetes names things. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const nodes = ['sim-0', 'sim-1', 'sim-2'] as const;

/** Keeps as many pods of each ReplicaSet as it asks for, on nodes that are chosen in turn. */
export class ReplicaSets {
  readonly #parts: ControllerParts;
  readonly #queue: WorkQueue;
  #bound = 0;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.clock, (key) => this.#sync(key));
    parts.store.onEvent(({ kind, object }) => {
      const { namespace = '', name } = object.metadata;
      if (kind === kinds.replicaSet) this.#queue.add(`${namespace}/${name}`);
      const owner = kind === kinds.pod ? controllerName(object, 'ReplicaSet') : undefined;
      if (owner !== undefined) this.#queue.add(`${namespace}/${owner}`);
    });
  }

  #sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const { store } = this.#parts;
    const replicaSet = store.get(kinds.replicaSet, name, namespace);
    if (replicaSet === undefined) return;
    const pods = (): readonly KubernetesObject[] =>
      store.list(kinds.pod, namespace).filter((pod) => isControlledBy(pod, replicaSet.metadata.uid));
    const wanted = numberAt(replicaSet, 'spec', 'replicas') ?? 1;
    const have = pods();
    for (let count = have.length; count < wanted; count += 1) this.#create(replicaSet);
    const leastUseful = [...have].sort((left, right) => usefulness(left) - usefulness(right));
    for (const pod of leastUseful.slice(0, Math.max(have.length - wanted, 0))) store.remove(kinds.pod, pod);
    this.#report(replicaSet, pods());
  }

  #create(replicaSet: KubernetesObject): void {
    const { name, namespace = '' } = replicaSet.metadata;
    const template = recordAt(replicaSet, 'spec', 'template');
    const suffix = Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
    this.#bound += 1;
    this.#parts.writer.create(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          ...recordAt(template, 'metadata'),
          name: `${name}-${suffix}`,
          generateName: `${name}-`,
          namespace,
          ownerReferences: [ownerReference(replicaSet)],
        },
        spec: { ...recordAt(template, 'spec'), nodeName: nodes[this.#bound % nodes.length], enableServiceLinks: true },
      },
      { kind: kinds.pod, manager: 'k8slite-nodes' },
    );
  }

  #report(replicaSet: KubernetesObject, pods: readonly KubernetesObject[]): void {
    const { clock, writer } = this.#parts;
    const { name, namespace, generation } = replicaSet.metadata;
    const least = (numberAt(replicaSet, 'spec', 'minReadySeconds') ?? 0) * 1000;
    const ready = pods.map(readySince).filter((since) => since !== undefined);
    const isAvailable = (since: number): boolean => least === 0 || since + least < clock.now();
    for (const since of ready.filter((moment) => !isAvailable(moment)))
      this.#queue.addAfter(since + least - clock.now() + 1, `${namespace ?? ''}/${name}`);
    const counts = {
      replicas: pods.length,
      fullyLabeledReplicas: pods.length,
      readyReplicas: ready.length,
      availableReplicas: ready.filter(isAvailable).length,
    };
    const status = {
      // Zeros are left out, but for the first.
      ...Object.fromEntries(Object.entries(counts).filter(([field, count]) => field === 'replicas' || count > 0)),
      observedGeneration: generation,
    };
    const writing = { kind: kinds.replicaSet, manager: 'k8slite-nodes', subresource: 'status' } as const;
    writer.change({ name, namespace }, (object) => ({ ...object, status }), writing);
  }
}

/** Pods that serve go last, and of those the oldest. */
function usefulness(pod: KubernetesObject): number {
  const since = readySince(pod);
  return since === undefined ? 0 : Number.MAX_SAFE_INTEGER - since;
}
