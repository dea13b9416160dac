import type { KubernetesApi } from '../../cluster/kubernetes-api.ts';
import { inParallel, sentAtOnce } from './fleet.ts';

export const foreignPods = 5000;
export const foreignRollouts = 100;

/** Where one foreign object is. */
interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** What others have in the cluster: pods that run already, on nodes that nobody simulates, and Rollouts without pods. */
export class ForeignObjects {
  readonly #api: KubernetesApi;
  readonly #namespaces: readonly string[];

  constructor(api: KubernetesApi, namespaces: readonly string[]) {
    this.#api = api;
    this.#namespaces = namespaces;
  }

  async make(): Promise<void> {
    await inParallel(this.#spread(foreignPods), sentAtOnce, (place) => this.#makePod(place));
    await inParallel(this.#spread(foreignRollouts), sentAtOnce, (place) => this.#makeRollout(place));
  }

  /** Changes each Rollout of a namespace, so that a watch without a selector would tell of it. */
  async touchRollouts(inNamespace: string): Promise<void> {
    const places = this.#spread(foreignRollouts).filter(({ namespace }) => namespace === inNamespace);
    const body = { metadata: { annotations: { touched: String(Date.now()) } } };
    await inParallel(places, sentAtOnce, async ({ namespace, name }) => {
      await this.#api.mergePatch(`${rolloutsOf(namespace)}/${name}`, body);
    });
  }

  #spread(count: number): readonly Place[] {
    const { length } = this.#namespaces;
    return Array.from({ length: count }, (_nothing, index) => ({
      namespace: this.#namespaces[index % length] ?? '',
      name: `foreign-${index}`,
    }));
  }

  async #makePod({ namespace, name }: Place): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const labels = { app: 'foreign', 'pod-template-hash': '5d59d67564' };
    const spec = { nodeName: 'elsewhere', terminationGracePeriodSeconds: 0, containers };
    await this.#api.ok({ method: 'POST', path, body: { metadata: { name, labels }, spec } });
    const conditions = [{ type: 'Ready', status: 'True' }];
    await this.#api.mergePatch(`${path}/${name}/status`, { status: { phase: 'Running', conditions } });
  }

  async #makeRollout({ namespace, name }: Place): Promise<void> {
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers } };
    const strategy = { canary: {} };
    const body = {
      ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name } },
      spec: { replicas: 0, selector: { matchLabels: labels }, strategy, template },
    };
    await this.#api.ok({ method: 'POST', path: rolloutsOf(namespace), body });
  }
}

const containers = [{ name: 'main', image: 'registry.example.com/foreign:1' }];
const rolloutsOf = (namespace: string): string => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`;
