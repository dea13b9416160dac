import { at, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import { until } from './pipeline.ts';

/** One workload at one moment; milliseconds since the watch began. */
export interface Moment {
  readonly at: number;
  /** Pods that its Service leads to. */
  readonly ready: number;
  /** Pods of the workload that are not going away, by the kind that owns them, ready or not. */
  readonly pods: Readonly<Record<'Deployment' | 'Rollout', number>>;
}

/** Watches the pods of a workload and those behind its Service, from outside, and keeps every change. */
export class ReadyPods {
  readonly curve: Moment[] = [];
  readonly #began = performance.now();
  readonly #end = new AbortController();
  readonly #watches: readonly Promise<void>[];
  readonly #endpoints = new Map<string, number>();
  readonly #pods = new Map<string, 'Deployment' | 'Rollout'>();

  /** Pods are told from others by the label `app`, and the Service has the name of the workload. */
  constructor({ cluster, namespace }: { cluster: TestCluster; namespace: string }, name: string) {
    const slices = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?watch=1&labelSelector=kubernetes.io/service-name%3D${name}`;
    const pods = `/api/v1/namespaces/${namespace}/pods?watch=1&labelSelector=app%3D${name}`;
    this.#watches = [
      this.#watch(cluster, slices, (type, slice) => this.#sliceIs(type, slice)),
      this.#watch(cluster, pods, (type, pod) => this.#podIs(type, pod)),
    ];
  }

  /** In milliseconds since the watch began. */
  get now(): number {
    return Math.round(performance.now() - this.#began);
  }

  /** Resolves when so many pods are behind the Service. */
  async ready(pods: number): Promise<void> {
    await until(`${pods} pods are ready`, () => (this.curve.at(-1)?.ready === pods ? true : undefined));
  }

  /** What was seen, from the first moment with so many ready pods on. */
  extremes(from: number): { readonly leastReady: number; readonly mostPods: number } {
    const begun = this.curve.slice(this.curve.findIndex(({ ready }) => ready >= from));
    return {
      leastReady: Math.min(...begun.map(({ ready }) => ready)),
      mostPods: Math.max(...begun.map(({ pods }) => pods.Deployment + pods.Rollout)),
    };
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#watches);
  }

  async #watch(cluster: TestCluster, path: string, tell: (type: string, object: unknown) => void): Promise<void> {
    for await (const { type, object } of cluster.api().watch(path, this.#end.signal)) {
      tell(type, object);
      this.#note();
    }
  }

  #sliceIs(type: string, slice: unknown): void {
    const ready = listAt(slice, 'endpoints').filter((one) => recordAt(one, 'conditions')['ready'] === true).length;
    this.#endpoints.set(textAt(slice, 'metadata', 'name') ?? '', type === 'DELETED' ? 0 : ready);
  }

  #podIs(type: string, pod: unknown): void {
    const uid = textAt(pod, 'metadata', 'uid') ?? '';
    const isGoing = type === 'DELETED' || at(pod, 'metadata', 'deletionTimestamp') !== undefined;
    const isOfRollout = textAt(pod, 'metadata', 'labels', 'rollouts-pod-template-hash') !== undefined;
    if (isGoing) this.#pods.delete(uid);
    else this.#pods.set(uid, isOfRollout ? 'Rollout' : 'Deployment');
  }

  #note(): void {
    const ready = [...this.#endpoints.values()].reduce((sum, one) => sum + one, 0);
    const owned = [...this.#pods.values()];
    const count = (kind: string): number => owned.filter((one) => one === kind).length;
    this.curve.push({
      at: this.now,
      ready,
      pods: { Deployment: count('Deployment'), Rollout: count('Rollout') },
    });
  }
}
