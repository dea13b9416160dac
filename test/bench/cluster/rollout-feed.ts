import { listAt, numberAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { managedLabel } from '../../../backend-stub/deployment/labels.ts';
import type { KubernetesApi } from '../../cluster/kubernetes-api.ts';

/** What a script needs of one Rollout: written here anew, so that it does not share the service's opinion. */
export interface Sighting {
  readonly name: string;
  readonly image: string;
  readonly podHash: string;
  /** The controller speaks of this very spec. */
  readonly observed: boolean;
  readonly healthy: boolean;
  /** The step at which it is paused. */
  readonly pausedAt?: number;
}

/** One watch of all Rollouts of a namespace, foreign ones too, for whoever drives them. */
export class RolloutFeed {
  /** Events with our label and without it, since the start. */
  readonly events = { ours: 0, foreign: 0 };
  readonly #latest = new Map<string, Sighting>();
  readonly #end = new AbortController();
  #listener: (sighting: Sighting) => void = () => undefined;

  static async start(api: KubernetesApi, namespace: string): Promise<RolloutFeed> {
    const feed = new RolloutFeed();
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`;
    const list = await api.get(path);
    for (const item of listAt(list, 'items'))
      feed.#latest.set(textAt(item, 'metadata', 'name') ?? '', sightingOf(item));
    void feed.#follow(api, path, versionOf(list));
    return feed;
  }

  latest(name: string): Sighting | undefined {
    return this.#latest.get(name);
  }

  /** Replaces the one before. */
  listen(listener: (sighting: Sighting) => void): void {
    this.#listener = listener;
  }

  stop(): void {
    this.#end.abort();
  }

  /** An API server ends a watch whose reader is slow; it goes on behind the last event, so that none is missed. */
  async #follow(api: KubernetesApi, path: string, from: string): Promise<void> {
    let version = from;
    while (!this.#end.signal.aborted) {
      for await (const { type, object } of api.watch(`${path}?watch=1&resourceVersion=${version}`, this.#end.signal)) {
        if (type === 'ERROR') throw new Error(`the driver's watch broke: ${JSON.stringify(object)}`);
        version = versionOf(object);
        this.#take(object);
      }
    }
  }

  #take(object: unknown): void {
    const managed = textAt(object, 'metadata', 'labels', managedLabel) === 'true';
    this.events[managed ? 'ours' : 'foreign'] += 1;
    const sighting = sightingOf(object);
    this.#latest.set(sighting.name, sighting);
    this.#listener(sighting);
  }
}

const versionOf = (object: unknown): string => textAt(object, 'metadata', 'resourceVersion') ?? '';

function sightingOf(object: unknown): Sighting {
  const podHash = textAt(object, 'status', 'currentPodHash') ?? '';
  const stable = textAt(object, 'status', 'stableRS') === podHash && textAt(object, 'status', 'phase') === 'Healthy';
  const observed =
    Number(textAt(object, 'status', 'observedGeneration')) === numberAt(object, 'metadata', 'generation');
  const step = numberAt(object, 'status', 'currentStepIndex');
  const paused = listAt(object, 'status', 'pauseConditions').length > 0 && step !== undefined;
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  return {
    name: textAt(object, 'metadata', 'name') ?? '',
    image: textAt(container, 'image') ?? '',
    ...{ podHash, observed, healthy: stable && observed },
    ...(paused ? { pausedAt: step } : {}),
  };
}
