import { KubeConfig, KubernetesObjectApi, PatchStrategy } from '@kubernetes/client-node';
import type { KubernetesObject } from '@kubernetes/client-node';
import { randomUUID } from 'node:crypto';
import { parseDeployment } from '../../backend-stub/contract/parse-deployment.ts';
import { planDeployment } from '../../backend-stub/deployment/plan.ts';
import { application } from '../stage/people.ts';
import { canary, progressiveStage } from '../stage/pipeline.ts';
import { account } from '../stage/world.ts';
import type { Ground } from './ground.ts';

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
    const parsed = parseDeployment(progressiveStage({ manifest, steps: canary })['deployment']);
    if (parsed.kind === 'invalid') throw new Error('the stage of the benchmark is invalid');
    const target = { name: account, namespaces: [this.#namespace], defaultNamespace: this.#namespace };
    const planned = planDeployment({
      deployment: parsed.deployment,
      application,
      account: target,
      deploymentId: randomUUID(),
      executionId: randomUUID(),
    });
    if (planned.kind === 'invalid') throw new Error('the manifest of the benchmark is invalid');
    // Its types say that every field may be written, and ours that none may.
    return planned.plan.objects.map(({ object }) => JSON.parse(JSON.stringify(object)) as KubernetesObject);
  }

  /** Server-side apply, forced, in the plan's order: what the service does in the end. */
  async apply(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects)
      await this.#client.patch(object, undefined, undefined, 'bench', true, PatchStrategy.ServerSideApply);
  }
}
