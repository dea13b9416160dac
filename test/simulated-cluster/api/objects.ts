import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { ServedKind } from './kinds.ts';

export interface ObjectEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly kind: ServedKind;
  readonly revision: number;
  readonly object: KubernetesObject;
  /** What it was before; absent for ADDED. */
  readonly before?: KubernetesObject;
}

export type ObjectListener = (event: ObjectEvent) => void;

/** Events that are kept for watches that come late. */
const longestHistory = 20_000;

/** What etcd is to a real one: objects, one count of revisions, and the events since some revision. */
export class ObjectStore {
  #revision = 100;
  #history: ObjectEvent[] = [];
  /** Watches may start from this revision on. */
  #oldest = this.#revision;
  readonly #objects = new Map<ServedKind, Map<string, KubernetesObject>>();
  readonly #listeners = new Set<ObjectListener>();

  get revision(): number {
    return this.#revision;
  }

  get(kind: ServedKind, name: string, namespace = ''): KubernetesObject | undefined {
    return this.#objects.get(kind)?.get(`${namespace}/${name}`);
  }

  /** Ordered by namespace and name, as pages need it. */
  list(kind: ServedKind, namespace?: string): readonly KubernetesObject[] {
    const all = [...(this.#objects.get(kind) ?? [])].sort(([left], [right]) => (left < right ? -1 : 1));
    return all
      .map(([, object]) => object)
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
  }

  put(kind: ServedKind, object: KubernetesObject): KubernetesObject {
    const { name, namespace } = object.metadata;
    const before = this.get(kind, name, namespace);
    this.#revision += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
    const ofKind = this.#objects.get(kind) ?? new Map<string, KubernetesObject>();
    this.#objects.set(kind, ofKind.set(`${namespace ?? ''}/${name}`, stored));
    const event = { kind, revision: this.#revision, object: stored };
    this.#tell(before === undefined ? { ...event, type: 'ADDED' } : { ...event, type: 'MODIFIED', before });
    return stored;
  }

  remove(kind: ServedKind, { metadata }: KubernetesObject): void {
    const before = this.get(kind, metadata.name, metadata.namespace);
    if (before === undefined) return;
    this.#objects.get(kind)?.delete(`${metadata.namespace ?? ''}/${metadata.name}`);
    this.#revision += 1;
    const object = { ...before, metadata: { ...before.metadata, resourceVersion: String(this.#revision) } };
    this.#tell({ type: 'DELETED', kind, revision: this.#revision, object, before });
  }

  /** The events of a kind after a revision; undefined when those are forgotten. */
  since(revision: number, kind: ServedKind): readonly ObjectEvent[] | undefined {
    if (revision < this.#oldest) return undefined;
    return this.#history.filter((event) => event.kind === kind && event.revision > revision);
  }

  /** Forgets all events, as an API server that was started anew. */
  forgetHistory(): void {
    this.#history = [];
    this.#oldest = this.#revision;
  }

  onEvent(listener: ObjectListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event: ObjectEvent): void {
    this.#history.push(event);
    if (this.#history.length > longestHistory) {
      this.#history = this.#history.slice(longestHistory / 2);
      this.#oldest = this.#history[0]?.revision ?? this.#revision;
    }
    for (const listener of [...this.#listeners]) listener(event);
  }
}
