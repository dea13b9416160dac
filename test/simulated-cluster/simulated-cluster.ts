import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standardUsers, tokenOf, writeKubeconfig } from '../cluster/credentials.ts';
import type { KubernetesObject } from '../../backend-stub/deployment/kubernetes-object.ts';
import { KubernetesApi } from '../cluster/kubernetes-api.ts';
import { grantRoles, type TestCluster } from '../cluster/test-cluster.ts';
import { apiVersionOf, kinds, servedKinds } from './api/kinds.ts';
import { ObjectStore } from './api/objects.ts';
import { ApiServer } from './api/server.ts';
import { ObjectWriter } from './api/writing.ts';
import { RolloutsController } from './argo/rollouts-controller.ts';
import { realClock, type ClusterClock } from './clock.ts';
import { collectGarbage } from './controllers/garbage.ts';
import { SimulatedPods } from './controllers/pods.ts';
import { ReplicaSets } from './controllers/replica-sets.ts';

export interface SimulatedClusterOptions {
  /** Milliseconds from bound to Ready; 300 otherwise, as in the kit. */
  readonly readyAfter?: number;
  /** Of the controllers and pods. Sockets keep real time. */
  readonly clock?: ClusterClock;
  /** Milliseconds between bookmarks of a watch. */
  readonly bookmarkEvery?: number;
  /** What stands on it from the beginning, as it was recorded on another one. */
  readonly objects?: readonly KubernetesObject[];
  /** Told of all that it does not know; on standard error otherwise. */
  readonly onNotSimulated?: (sentence: string) => void;
}

/** A control plane in this process: enough of the Kubernetes API and of Argo Rollouts for what the README lists. */
export class SimulatedCluster implements TestCluster {
  readonly #folder: string;
  readonly #server: ApiServer;
  readonly #controller: RolloutsController;
  readonly #store: ObjectStore;
  readonly #clients = new Map<string, KubernetesApi>();

  constructor({ folder, server, controller, store }: Parts) {
    this.#folder = folder;
    this.#server = server;
    this.#controller = controller;
    this.#store = store;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  get port(): number {
    return this.#server.port;
  }

  kubeconfig(user: string): string {
    if (!standardUsers.some(({ name }) => name === user)) throw new RangeError(`the cluster has no user ${user}`);
    const file = join(this.#folder, `kubeconfig-${user}`);
    writeKubeconfig(file, { url: this.url, user });
    return file;
  }

  api(user = 'admin'): KubernetesApi {
    const known = this.#clients.get(user);
    if (known !== undefined) return known;
    const client = new KubernetesApi({ url: this.url, token: tokenOf(user) });
    this.#clients.set(user, client);
    return client;
  }

  async createNamespace(prefix: string): Promise<string> {
    const name = `${prefix}-${randomBytes(4).toString('hex')}`;
    await this.api().ok({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name } } });
    return name;
  }

  async grant(user: string, yamlFile: string, namespace?: string): Promise<void> {
    await grantRoles(this.api(), { user, yamlFile, namespace });
  }

  /** Rollouts are applied and nothing happens, until {@link startController}. */
  stopController(): void {
    this.#controller.stop();
  }

  startController(): void {
    this.#controller.start();
  }

  /** Breaks all connections and answers none. The controllers, unlike real ones, go on. */
  async stopApiserver(): Promise<void> {
    await this.#server.stop();
  }

  /** On the same port, with the same objects, without the history that watches go on from. */
  async startApiserver(): Promise<void> {
    this.#store.forgetHistory();
    await this.#server.start();
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.values()) client.close();
    this.#controller.stop();
    await this.#server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

interface Parts {
  readonly folder: string;
  readonly server: ApiServer;
  readonly controller: RolloutsController;
  readonly store: ObjectStore;
}

/** Ready when it is there, in a few milliseconds. */
export async function startSimulatedCluster(options: SimulatedClusterOptions = {}): Promise<SimulatedCluster> {
  const { readyAfter = 300, clock = realClock, bookmarkEvery = 60_000, onNotSimulated = warn } = options;
  const store = new ObjectStore();
  // Before there are controllers, which would take what they see first for all that there is.
  for (const object of options.objects ?? []) restore(store, object);
  const writer = new ObjectWriter(store, clock);
  const parts = { store, writer, clock };
  new SimulatedPods({ ...parts, readyAfter });
  new ReplicaSets(parts);
  const controller = new RolloutsController(parts);
  collectGarbage(store);
  for (const name of ['default', 'kube-system', 'argo-rollouts']) createNamespace(writer, name);
  const server = new ApiServer({ store, writer, bookmarkEvery, onNotSimulated });
  await server.start();
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-simulated-cluster-'));
  return new SimulatedCluster({ folder, server, controller, store });
}

function createNamespace(writer: ObjectWriter, name: string): void {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  writer.create(object, { kind: kinds.namespace, manager: 'kube-apiserver' });
}

function restore(store: ObjectStore, object: KubernetesObject): void {
  const kind = servedKinds.find((one) => one.kind === object.kind && apiVersionOf(one) === object.apiVersion);
  if (kind === undefined) throw new TypeError(`${object.apiVersion} ${object.kind} is not simulated.`);
  store.put(kind, object);
}

function warn(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
