import { at, isRecord, listAt, numberAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { withoutPodHash } from '../../backend-stub/deployment/template.ts';
import type { KubernetesObject } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesApi } from '../cluster/kubernetes-api.ts';
import { isKubernetesObject } from '../cluster/recording/journal.ts';
import { until } from './pipeline.ts';
import type { World } from './world.ts';

const collections = {
  Rollout: '/apis/argoproj.io/v1alpha1/namespaces/{namespace}/rollouts',
  Deployment: '/apis/apps/v1/namespaces/{namespace}/deployments',
  ReplicaSet: '/apis/apps/v1/namespaces/{namespace}/replicasets',
  Service: '/api/v1/namespaces/{namespace}/services',
  ConfigMap: '/api/v1/namespaces/{namespace}/configmaps',
  Secret: '/api/v1/namespaces/{namespace}/secrets',
  Pod: '/api/v1/namespaces/{namespace}/pods',
  ResourceQuota: '/api/v1/namespaces/{namespace}/resourcequotas',
  HorizontalPodAutoscaler: '/apis/autoscaling/v2/namespaces/{namespace}/horizontalpodautoscalers',
} as const;
export type Kind = keyof typeof collections;

/** Quantities by what is counted. */
type Counts = Readonly<Record<string, string>>;

/** What somebody sees and does on the cluster past Gennaker with kubectl or a dashboard: an administrator, or another user. */
export class Outside {
  readonly #api: KubernetesApi;
  readonly namespace: string;

  constructor({ cluster, namespace }: Pick<World, 'cluster' | 'namespace'>, user = 'admin') {
    this.#api = cluster.api(user);
    this.namespace = namespace;
  }

  /** Undefined when it does not exist. */
  async read(kind: Kind, name: string): Promise<unknown> {
    const { status, body } = await this.#api.send({ method: 'GET', path: this.#path(kind, name) });
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${kind} ${name} could not be read: ${status}`);
    return body;
  }

  /** How many pods it wants. */
  async wantedBy(kind: 'Deployment' | 'Rollout', name: string): Promise<number | undefined> {
    return numberAt(await this.read(kind, name), 'spec', 'replicas');
  }

  /** The kind that an autoscaler aims at. */
  async targetOf(autoscaler: string): Promise<unknown> {
    return at(await this.read('HorizontalPodAutoscaler', autoscaler), 'spec', 'scaleTargetRef', 'kind');
  }

  /** Of these, the ones that exist, as `Kind name`. */
  async existing(...objects: readonly (readonly [Kind, string])[]): Promise<readonly string[]> {
    const found = await Promise.all(objects.map(([kind, name]) => this.read(kind, name)));
    return objects.flatMap(([kind, name], index) => (found[index] === undefined ? [] : [`${kind} ${name}`]));
  }

  /** As the API server has it; it must exist. */
  async object(kind: Kind, name: string): Promise<KubernetesObject> {
    const found = await this.read(kind, name);
    if (isKubernetesObject(found)) return found;
    throw new Error(`there is no ${kind} ${name}`);
  }

  async objects(kind: Kind): Promise<readonly KubernetesObject[]> {
    const items = listAt(await this.#api.get(this.#path(kind)), 'items');
    return items.map((item): unknown => ({ apiVersion: 'v1', kind, ...recordAt(item) })).filter(isKubernetesObject);
  }

  async names(kind: Kind): Promise<readonly string[]> {
    const items = at(await this.#api.get(this.#path(kind)), 'items');
    return Array.isArray(items) ? items.map((item) => textAt(item, 'metadata', 'name') ?? '') : [];
  }

  rollout(name: string): Promise<unknown> {
    return this.read('Rollout', name);
  }

  /** The rollout once it is as asked for. */
  untilRollout(name: string, is: (rollout: unknown) => boolean): Promise<unknown> {
    return until(`Rollout ${name} is as it should be`, async () => {
      const rollout = await this.rollout(name);
      return is(rollout) ? rollout : undefined;
    });
  }

  create(kind: Kind, object: object, manager = 'kubectl-create'): Promise<unknown> {
    return this.#api.ok({ method: 'POST', path: `${this.#path(kind)}?fieldManager=${manager}`, body: object });
  }

  apply(kind: Kind, object: { metadata: { name: string } }, manager: string): Promise<unknown> {
    return this.#api.apply(this.#path(kind, object.metadata.name), object, manager);
  }

  patch(kind: Kind, name: string, body: object): Promise<unknown> {
    return this.#api.mergePatch(`${this.#path(kind, name)}?fieldManager=kubectl-patch`, body);
  }

  patchStatus(kind: Kind, name: string, status: object): Promise<unknown> {
    return this.#api.mergePatch(`${this.#path(kind, name)}/status`, { status });
  }

  async remove(kind: Kind, name: string): Promise<void> {
    await this.#api.ok({ method: 'DELETE', path: this.#path(kind, name) });
  }

  async removeIfThere(kind: Kind, name: string): Promise<void> {
    if ((await this.read(kind, name)) !== undefined) await this.remove(kind, name);
  }

  /** As `kubectl argo rollouts set image`. */
  setImage(name: string, image: string): Promise<unknown> {
    return this.#api.ok({
      method: 'PATCH',
      path: this.#path('Rollout', name),
      body: [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: image }],
      contentType: 'application/json-patch+json',
    });
  }

  /** As `kubectl argo rollouts undo`: the template of an earlier ReplicaSet, found by its pod hash. */
  async undo(name: string, podHash: string): Promise<void> {
    const replicaSets = listAt(await this.#api.get(this.#path('ReplicaSet')), 'items');
    const earlier = replicaSets.find((one) => textAt(one, 'metadata', 'name') === `${name}-${podHash}`);
    await this.#api.ok({
      method: 'PATCH',
      path: this.#path('Rollout', name),
      body: [{ op: 'replace', path: '/spec/template', value: withoutPodHash(at(earlier, 'spec', 'template')) }],
      contentType: 'application/json-patch+json',
    });
  }

  /** As `kubectl apply --server-side --force-conflicts` of a Rollout that he keeps in a file of his own. */
  async applyImage(name: string, image: string, manager: string): Promise<void> {
    const rollout = await this.rollout(name);
    const { apiVersion, kind } = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };
    const template = withoutPodHash(at(rollout, 'spec', 'template'));
    const spec = { ...recordAt(rollout, 'spec'), template: withImage(template, image) };
    await this.#api.apply(this.#path('Rollout', name), { apiVersion, kind, metadata: { name }, spec }, manager);
  }

  /** As `kubectl argo rollouts abort`, `retry`, `promote` and `promote --full`. */
  abort(name: string): Promise<unknown> {
    return this.patchStatus('Rollout', name, { abort: true });
  }

  retry(name: string): Promise<unknown> {
    return this.patchStatus('Rollout', name, { abort: false });
  }

  promote(name: string): Promise<unknown> {
    return this.patchStatus('Rollout', name, { pauseConditions: null });
  }

  promoteFully(name: string): Promise<unknown> {
    return this.patchStatus('Rollout', name, { promoteFull: true });
  }

  /** As the autoscaler does, whose field manager this is; or as somebody by `kubectl scale`. */
  scale(name: string, replicas: number, manager = 'kube-controller-manager'): Promise<unknown> {
    return this.#scale(this.#path('Rollout', name), replicas, manager);
  }

  /** The same, of a Deployment. */
  scaleDeployment(name: string, replicas: number, manager = 'kube-controller-manager'): Promise<unknown> {
    return this.#scale(this.#path('Deployment', name), replicas, manager);
  }

  #scale(workload: string, replicas: number, manager: string): Promise<unknown> {
    const path = `${workload}/scale?fieldManager=${manager}`;
    return this.#api.mergePatch(path, { spec: { replicas } });
  }

  /** Lets so many more be created. The small cluster has no quota controller, and admission reads the status from a cache. */
  async quota(resource: 'services' | 'pods', left: number): Promise<void> {
    const hard = { [resource]: '100' };
    const use = (used: number): Promise<unknown> =>
      this.#api.mergePatch(`${this.#path('ResourceQuota', 'few')}/status`, {
        status: { hard, used: { [resource]: String(used) } },
      });
    await this.create('ResourceQuota', { metadata: { name: 'few' }, spec: { hard } });
    await use(100);
    await until('the quota refuses', async () => ((await this.#mayCreate(resource)) ? undefined : true));
    if (left === 0) return;
    await use(100 - left);
    await until('the quota lets some pass', async () => ((await this.#mayCreate(resource)) ? true : undefined));
  }

  /** A quota that says so, whether or not anything counts it. */
  async quotaOf(name: string, hard: Counts, used: Counts): Promise<void> {
    await this.create('ResourceQuota', { metadata: { name }, spec: { hard } });
    await this.patchStatus('ResourceQuota', name, { hard, used });
  }

  async #mayCreate(resource: 'services' | 'pods'): Promise<boolean> {
    const [kind, spec] =
      resource === 'services'
        ? (['Service', { ports: [{ port: 80 }] }] as const)
        : (['Pod', { containers: [{ name: 'probe', image: 'probe' }] }] as const);
    const path = `${this.#path(kind)}?dryRun=All`;
    return (await this.#api.send({ method: 'POST', path, body: { metadata: { name: 'probe' }, spec } })).status === 201;
  }

  #path(kind: Kind, name?: string): string {
    const collection = collections[kind].replace('{namespace}', this.namespace);
    return name === undefined ? collection : `${collection}/${name}`;
  }
}

export const phaseOf = (rollout: unknown): string | undefined => textAt(rollout, 'status', 'phase');
export const isHealthy = (rollout: unknown): boolean => phaseOf(rollout) === 'Healthy';
export const hashOf = (rollout: unknown): string | undefined => textAt(rollout, 'status', 'currentPodHash');
/** On its stable version, with all pods. */
export const isStable = (rollout: unknown): boolean =>
  isHealthy(rollout) && hashOf(rollout) === textAt(rollout, 'status', 'stableRS');
export const imageOf = (rollout: unknown): string | undefined =>
  textAt(listAt(rollout, 'spec', 'template', 'spec', 'containers')[0], 'image');

function withImage(template: unknown, image: string): object {
  const [container] = listAt(template, 'spec', 'containers');
  const containers = [{ ...(isRecord(container) ? container : {}), image }];
  return { ...recordAt(template), spec: { ...recordAt(template, 'spec'), containers } };
}
