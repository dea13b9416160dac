import { isRecord, textAt, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesApi } from '../kubernetes-api.ts';
import type { Snapshot } from './snapshot.ts';

export type Field = 'replicaSets' | 'pods' | 'analysisRuns';

/** One event of the rollout's watch, as it came. */
export interface RolloutEvent {
  readonly at: string;
  readonly type: string;
  readonly object: KubernetesObject;
}

interface Waiter {
  readonly matches: (snapshot: Snapshot) => boolean;
  readonly resolve: (snapshot: Snapshot) => void;
}

const resources: Readonly<Record<Field, string>> = {
  replicaSets: '/apis/apps/v1/namespaces/{}/replicasets',
  pods: '/api/v1/namespaces/{}/pods',
  analysisRuns: '/apis/argoproj.io/v1alpha1/namespaces/{}/analysisruns',
};

/** Follows one rollout and its ReplicaSets, pods and AnalysisRuns by watches, and keeps every state it went through. */
export class Journal {
  readonly events: RolloutEvent[] = [];
  readonly #end = new AbortController();
  readonly #objects: Readonly<Record<Field, Map<string, KubernetesObject>>> = {
    replicaSets: new Map(),
    pods: new Map(),
    analysisRuns: new Map(),
  };
  #rollout: KubernetesObject | undefined;
  #waiters: Waiter[] = [];

  constructor(api: KubernetesApi, namespace: string) {
    void this.#follow(api, `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`, (type, object) => {
      this.events.push({ at: new Date().toISOString(), type, object });
      this.#rollout = type === 'DELETED' ? undefined : object;
    });
    const fields: readonly Field[] = ['replicaSets', 'pods', 'analysisRuns'];
    for (const field of fields) {
      void this.#follow(api, resources[field].replace('{}', namespace), (type, object) => {
        if (type === 'DELETED') this.#objects[field].delete(object.metadata.name);
        else this.#objects[field].set(object.metadata.name, object);
      });
    }
  }

  now(): Snapshot {
    const { replicaSets, pods, analysisRuns } = this.#objects;
    return {
      rollout: this.#rollout,
      replicaSets: [...replicaSets.values()],
      pods: [...pods.values()],
      analysisRuns: [...analysisRuns.values()],
    };
  }

  /** The first state from now on that matches; call it before the act to catch what passes quickly. */
  next(what: string, matches: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`never seen: ${what}; last ${JSON.stringify(this.#rollout?.['status'])}`));
      }, 90_000);
      const done = (snapshot: Snapshot): void => {
        clearTimeout(timer);
        resolve(snapshot);
      };
      this.#waiters.push({ matches, resolve: done });
    });
  }

  /** The present state if it matches, else the next that does. */
  until(what: string, matches: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    const present = this.now();
    return matches(present) ? Promise.resolve(present) : this.next(what, matches);
  }

  close(): void {
    this.#end.abort();
  }

  async #follow(
    api: KubernetesApi,
    path: string,
    keep: (type: string, object: KubernetesObject) => void,
  ): Promise<void> {
    for await (const { type, object } of api.watch(`${path}?watch=1`, this.#end.signal)) {
      if (!isKubernetesObject(object)) throw new TypeError(`not an object: ${JSON.stringify(object)}`);
      keep(type, object);
      this.#settle();
    }
  }

  #settle(): void {
    const snapshot = this.now();
    const waiting = this.#waiters;
    this.#waiters = waiting.filter(({ matches }) => !matches(snapshot));
    for (const { matches, resolve } of waiting) if (matches(snapshot)) resolve(snapshot);
  }
}

export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return isRecord(value) && textAt(value, 'kind') !== undefined && textAt(value, 'metadata', 'name') !== undefined;
}
