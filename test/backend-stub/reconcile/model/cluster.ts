import { at, isRecord, listAt, recordAt, textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { podHashLabel } from '../../../../backend-stub/deployment/template.ts';
import { kinds } from '../../../simulated-cluster/api/kinds.ts';
import { ObjectStore } from '../../../simulated-cluster/api/objects.ts';
import { mergePatched } from '../../../simulated-cluster/api/patches.ts';
import { ObjectWriter } from '../../../simulated-cluster/api/writing.ts';
import { RolloutsController } from '../../../simulated-cluster/argo/rollouts-controller.ts';
import { collectGarbage } from '../../../simulated-cluster/controllers/garbage.ts';
import { SimulatedPods } from '../../../simulated-cluster/controllers/pods.ts';
import { ReplicaSets } from '../../../simulated-cluster/controllers/replica-sets.ts';
import type { MovedClock } from './moved-clock.ts';

export const namespace = 'shop';

/** The simulated cluster's parts without sockets in between. */
export class ModelCluster {
  readonly store = new ObjectStore();
  readonly writer: ObjectWriter;
  readonly #controller: RolloutsController;
  /** Images of versions by their hash, those that are gone included. */
  readonly #images = new Map<string, string>();
  readonly #hasController: boolean;

  constructor(clock: MovedClock, { controller }: { readonly controller: boolean }) {
    this.writer = new ObjectWriter(this.store, clock);
    const parts = { store: this.store, writer: this.writer, clock };
    this.#hasController = controller;
    this.#controller = new RolloutsController(parts);
    if (!controller) this.#controller.stop();
    if (controller) {
      new SimulatedPods({ ...parts, readyAfter: 300 });
      new ReplicaSets(parts);
      collectGarbage(this.store);
    }
    this.store.onEvent(({ kind, object }) => {
      if (kind === kinds.replicaSet) this.#images.set(object.metadata.labels?.[podHashLabel] ?? '', imageOf(object));
    });
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
    this.writer.create(object, { kind: kinds.namespace, manager: 'kube-apiserver' });
  }

  rollout(name: string): KubernetesObject | undefined {
    return this.store.get(kinds.rollout, name, namespace);
  }

  imageOfHash(hash: string | undefined): string | undefined {
    return hash === undefined ? undefined : this.#images.get(hash);
  }

  /** The template of the version with that hash, as its ReplicaSet has it. */
  templateOfHash(hash: string | undefined): unknown {
    const found = this.store
      .list(kinds.replicaSet, namespace)
      .find(({ metadata }) => hash !== undefined && metadata.labels?.[podHashLabel] === hash);
    return at(found, 'spec', 'template');
  }

  /** A write of somebody else; nothing when the object does not exist. */
  change(name: string, patch: object, options: { readonly manager: string; readonly subresource?: 'status' }): boolean {
    if (this.rollout(name) === undefined) return false;
    const patched = (object: KubernetesObject): KubernetesObject => {
      const value = mergePatched(object, patch);
      return isRecord(value) ? { ...object, ...value } : object;
    };
    this.writer.change({ name, namespace }, patched, { kind: kinds.rollout, ...options });
    return true;
  }

  /** Puts an object there as some controller wrote it, whatever the API server would say. */
  tell(name: string, object: KubernetesObject | undefined): void {
    const before = this.rollout(name);
    const isOther = before !== undefined && before.metadata.uid !== object?.metadata.uid;
    if (before !== undefined && (object === undefined || isOther)) this.store.remove(kinds.rollout, before);
    if (object !== undefined) this.store.put(kinds.rollout, object);
  }

  stopController(): void {
    this.#controller.stop();
  }

  startController(): void {
    if (this.#hasController) this.#controller.start();
  }
}

/** Of the first container, which is all in which versions of a history differ. */
export function imageOf(object: unknown): string {
  const [container] = listAt(object, 'spec', 'template', 'spec', 'containers');
  return textAt(recordAt(container), 'image') ?? '';
}
