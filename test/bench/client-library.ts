import { KubeConfig, KubernetesObjectApi, PatchStrategy } from '@kubernetes/client-node';
import type { KubernetesObject } from '@kubernetes/client-node';
import { canary } from '../stage/pipeline.ts';
import type { Ground } from './ground.ts';
import { planAlone } from './planned-objects.ts';

/** The same objects without the service: planned beforehand, then sent by @kubernetes/client-node as the same user. */
export class ClientLibrary {
  readonly #namespace: string;
  readonly #client: KubernetesObjectApi;

  constructor({ cluster, namespace }: Ground) {
    this.#namespace = namespace;
    const configuration = new KubeConfig();
    configuration.loadFromFile(cluster.kubeconfig('driver'));
    this.#client = KubernetesObjectApi.makeApiClient(configuration);
  }

  plan(manifest: string): readonly KubernetesObject[] {
    const objects = planAlone({ manifest, steps: canary, namespace: this.#namespace });
    // Its types say that every field may be written, and ours that none may.
    return objects.map((object) => JSON.parse(JSON.stringify(object)) as KubernetesObject);
  }

  /** The API server tries a server-side apply, and changes nothing. */
  async dryRun(object: KubernetesObject): Promise<void> {
    await this.#client.patch(object, undefined, 'All', 'bench', true, PatchStrategy.ServerSideApply);
  }

  /** Server-side apply, forced, in the plan's order: what the service does in the end. */
  async apply(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects)
      await this.#client.patch(object, undefined, undefined, 'bench', true, PatchStrategy.ServerSideApply);
  }
}
