import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { ControlPlane, Observation, RolloutListener, Selection } from '../../../backend-stub/ports.ts';
import { recorded } from '../deployment/situations.ts';
import type { Recorded } from '../deployment/situations.ts';
import { absentCluster } from '../http/absent-cluster.ts';

/** A cluster whose watch shows recorded moments, one after the other, and which keeps what it is asked. */
export class WatchedCluster {
  /** How often somebody looked at the rollout. */
  looks = 0;
  /** How often the cluster itself was asked for it. */
  reads = 0;
  /** Kinds that were listed. */
  readonly lists: string[] = [];
  readonly controlPlane: ControlPlane;
  readonly #listeners = new Set<RolloutListener>();
  #moment: Recorded;

  constructor(situation: string) {
    this.#moment = recorded(situation);
    this.controlPlane = {
      ...absentCluster([]),
      observe: () => this.#observe(),
      read: async () => {
        this.reads += 1;
        return this.#moment.rollout;
      },
      list: (_account, selection) => this.#list(selection),
      watch: (_account, _namespace, listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }

  /** The watch has news: from now on it shows this moment. */
  show(situation: string): void {
    this.#moment = recorded(situation);
    this.tell();
  }

  tell(): void {
    const { rollout } = this.#moment;
    if (rollout === undefined) return;
    const { apiVersion, kind, metadata } = rollout;
    for (const tell of this.#listeners) tell({ apiVersion, kind, name: metadata.name });
  }

  #observe(): Observation {
    this.looks += 1;
    const { rollout } = this.#moment;
    return rollout === undefined ? { kind: 'absent' } : { kind: 'present', object: rollout };
  }

  async #list({ kind }: Selection): Promise<readonly KubernetesObject[]> {
    this.lists.push(kind);
    return kind === 'Pod' ? this.#moment.pods : this.#moment.replicaSets;
  }
}
