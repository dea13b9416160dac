import { ClusterConflict, ClusterRejected, ObjectMissing } from '../../../../backend-stub/control-plane/errors.ts';
import { isRecord } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { fieldManager } from '../../../../backend-stub/deployment/ownership.ts';
import type {
  AccountDescription,
  ControlPlane,
  MergePatch,
  Observation,
  Selection,
  WriteOptions,
} from '../../../../backend-stub/ports.ts';
import { apiVersionOf, servedKinds, type ServedKind } from '../../../simulated-cluster/api/kinds.ts';
import { labelMatcher } from '../../../simulated-cluster/api/label-selector.ts';
import { mergePatched } from '../../../simulated-cluster/api/patches.ts';
import { ApiRefusal } from '../../../simulated-cluster/api/refusals.ts';
import { namespace, type ModelCluster } from './cluster.ts';
import type { Gate } from './gate.ts';
import type { WatchView } from './watch-view.ts';

export const account = 'prod';

/** The port as the real adapter serves it, for one process. */
export class ModelControlPlane implements ControlPlane {
  readonly #cluster: ModelCluster;
  readonly #gate: Gate;
  readonly #view: WatchView;

  constructor(cluster: ModelCluster, { gate, view }: { readonly gate: Gate; readonly view: WatchView }) {
    this.#cluster = cluster;
    this.#gate = gate;
    this.#view = view;
  }

  accounts(): readonly AccountDescription[] {
    return [{ name: account, defaultNamespace: namespace }];
  }

  read(_account: string, reference: ObjectReference): Promise<KubernetesObject | undefined> {
    return this.#gate.pass({ ask: 'read', reference }, () => this.#live(reference));
  }

  list(_account: string, selection: Selection): Promise<readonly KubernetesObject[]> {
    const matches = labelMatcher(selection.labels ?? '');
    return this.#gate.pass({ ask: 'list', selection }, () =>
      this.#cluster.store
        .list(kindOf(selection), selection.namespace)
        .filter(({ metadata }) => matches(metadata.labels)),
    );
  }

  apply(_account: string, object: KubernetesObject, { dryRun = false }: WriteOptions = {}): Promise<KubernetesObject> {
    const kind = kindOf(object);
    return this.#gate.pass({ ask: dryRun ? 'dryRun' : 'apply', object }, (call) => {
      call.live = this.#live({ ...object, ...object.metadata });
      const writing = { kind, manager: fieldManager, dryRun, force: true, mayCreate: () => undefined };
      return this.#written(
        `${object.kind} ${object.metadata.name}`,
        () => this.#cluster.writer.apply(object, writing),
        dryRun,
      );
    });
  }

  patch(_account: string, reference: ObjectReference, patch: MergePatch): Promise<KubernetesObject> {
    return this.#gate.pass({ ask: 'patch', reference, patch }, (call) => {
      call.live = this.#live(reference);
      const { subresource } = patch;
      const writing = { kind: kindOf(reference), manager: fieldManager, ...(subresource && { subresource }) };
      const change = (object: KubernetesObject): KubernetesObject => {
        const value = mergePatched(object, patch.body);
        return isRecord(value) ? { ...object, ...value } : object;
      };
      return this.#written(`${reference.kind} ${reference.name}`, () =>
        this.#cluster.writer.change(reference, change, writing),
      );
    });
  }

  /** Deletes when a Deployment is taken over, which no history of the model does. */
  delete(_account: string, { kind, metadata }: KubernetesObject): Promise<void> {
    throw new TypeError(`the model deletes nothing: ${kind} ${metadata.name}`);
  }

  observe(_account: string, reference: ObjectReference): Observation {
    const answer = this.#view.observe(reference.name);
    this.#gate.note({ ask: 'observe', reference, answer });
    return answer;
  }

  watch(): () => void {
    return () => undefined;
  }

  #live({ apiVersion, kind, name, namespace: where }: ObjectReference): KubernetesObject | undefined {
    return this.#cluster.store.get(kindOf({ apiVersion, kind }), name, where);
  }

  #written(name: string, write: () => KubernetesObject, dryRun = false): KubernetesObject {
    try {
      const written = write();
      if (!dryRun) this.#view.absorb(written);
      return written;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      if (error.status === 404) throw new ObjectMissing(account, name);
      // Of the 422s only "another uid" is met here, which the real adapter calls a conflict too.
      if (error.status === 409 || error.message.includes('metadata.uid')) throw new ClusterConflict(account, name);
      throw new ClusterRejected(account, { object: name, why: error.message });
    }
  }
}

function kindOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): ServedKind {
  const found = servedKinds.find((served) => served.kind === kind && apiVersionOf(served) === apiVersion);
  if (found === undefined) throw new TypeError(`the cluster serves no ${kind} of ${apiVersion}`);
  return found;
}
