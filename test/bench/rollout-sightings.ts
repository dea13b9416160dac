import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Ground } from './ground.ts';

/** When the API server told of a Rollout first, by a watch of our own that neither side pays for. */
export class RolloutSightings {
  readonly #seen = new Map<string, number>();
  readonly #waiting = new Map<string, (at: number) => void>();
  readonly #end = new AbortController();

  static async start({ cluster, namespace }: Ground): Promise<RolloutSightings> {
    const sightings = new RolloutSightings();
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`;
    const version = textAt(await cluster.api().get(path), 'metadata', 'resourceVersion') ?? '';
    const events = cluster.api().watch(`${path}?watch=1&resourceVersion=${version}`, sightings.#end.signal);
    void (async () => {
      for await (const { type, object } of events)
        if (type === 'ADDED') sightings.#see(textAt(object, 'metadata', 'name') ?? '');
    })();
    return sightings;
  }

  /** The moment, of `performance.now()`, at which the last of them was seen. */
  async all(names: readonly string[]): Promise<number> {
    return Math.max(...(await Promise.all(names.map((name) => this.#one(name)))));
  }

  stop(): void {
    this.#end.abort();
  }

  #one(name: string): Promise<number> {
    const seen = this.#seen.get(name);
    return seen === undefined ? new Promise((resolve) => this.#waiting.set(name, resolve)) : Promise.resolve(seen);
  }

  #see(name: string): void {
    const at = performance.now();
    this.#seen.set(name, at);
    this.#waiting.get(name)?.(at);
  }
}
