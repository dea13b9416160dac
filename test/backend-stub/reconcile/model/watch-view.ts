import { isManaged, RolloutCache } from '../../../../backend-stub/control-plane/argo-rollouts/rollout-cache.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { Observation } from '../../../../backend-stub/ports.ts';
import { kinds } from '../../../simulated-cluster/api/kinds.ts';
import type { ObjectEvent } from '../../../simulated-cluster/api/objects.ts';
import { namespace, type ModelCluster } from './cluster.ts';

/** The shared watch of one process, whose events come when the history lets them. What it keeps is the product's own cache. */
export class WatchView {
  readonly #cluster: ModelCluster;
  readonly #cache = new RolloutCache();
  readonly #end: () => void;
  #late: ObjectEvent[] = [];
  #mode: 'onTime' | 'late' | 'blind' = 'onTime';
  #asked = new Set<string>();
  #woken = true;

  constructor(cluster: ModelCluster) {
    this.#cluster = cluster;
    this.#end = cluster.store.onEvent((event) => this.#heard(event));
    this.#list();
  }

  /** Whether something has changed since it was asked last. */
  takeWoken(): boolean {
    const woken = this.#woken;
    this.#woken = false;
    return woken;
  }

  set(mode: 'late' | 'oneOnTime' | 'blind' | 'listedAnew'): void {
    switch (mode) {
      case 'late':
      case 'blind':
        this.#mode = mode;
        return;
      case 'oneOnTime': {
        const first = this.#late.shift();
        if (first !== undefined && this.#mode === 'late') this.#take(first);
        return;
      }
      case 'listedAnew':
        this.#mode = 'onTime';
        this.#late = [];
        this.#list();
    }
  }

  /** As the real one answers, which asks about what it does not know and says so meanwhile. */
  observe(name: string): Observation {
    if (this.#mode === 'blind') return { kind: 'unknown', why: 'The watch is broken.' };
    const entry = this.#cache.get(name);
    switch (entry?.kind) {
      case 'present':
        return { kind: 'present', object: entry.object };
      case 'absent':
        return { kind: 'absent' };
      case 'unlabelled':
        return { kind: 'unknown', why: 'It does not carry our label.' };
      case 'left':
      case undefined:
        this.#asked.add(name);
        return { kind: 'unknown', why: 'It is being asked.' };
    }
  }

  /** Answers what {@link observe} has asked. */
  settle(): void {
    for (const name of this.#asked) if (this.#cache.settle(name, this.#cluster.rollout(name))) this.#woken = true;
    this.#asked = new Set();
  }

  absorb(object: KubernetesObject): void {
    if (object.kind === kinds.rollout.kind && isManaged(object) && this.#cache.put(object)) this.#woken = true;
  }

  close(): void {
    this.#end();
  }

  #heard(event: ObjectEvent): void {
    if (event.kind !== kinds.rollout || (!isManaged(event.object) && !isManaged(event.before ?? event.object))) return;
    if (this.#mode === 'onTime') this.#take(event);
    if (this.#mode === 'late') this.#late.push(event);
  }

  #take({ type, object }: ObjectEvent): void {
    const { name } = object.metadata;
    // What loses its label leaves the selection, as what is deleted does.
    if (type !== 'DELETED' && isManaged(object)) {
      if (this.#cache.put(object)) this.#woken = true;
      return;
    }
    this.#cache.leave(name);
    if (this.#cache.settle(name, this.#cluster.rollout(name))) this.#woken = true;
  }

  #list(): void {
    this.#cache.replace(this.#cluster.store.list(kinds.rollout, namespace).filter(isManaged));
    for (const name of this.#cache.unsettled()) this.#cache.settle(name, this.#cluster.rollout(name));
    this.#woken = true;
  }
}
