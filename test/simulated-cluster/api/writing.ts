import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { timestamp, type ClusterClock } from '../clock.ts';
import { withDefaults } from './defaults.ts';
import { afterUpdate, type Writer } from './field-owners.ts';
import { apiVersionOf, kinds, type ServedKind, type Subresource } from './kinds.ts';
import type { ObjectStore } from './objects.ts';
import { alreadyExists, invalid, modified, notFound } from './refusals.ts';
import { applied } from './server-side-apply.ts';
import { checkNotSimulated } from './not-simulated.ts';
import { checkValid } from './validation.ts';

export interface Writing {
  readonly kind: ServedKind;
  readonly manager: string;
  readonly subresource?: Subresource;
  readonly dryRun?: boolean;
}

/** Every way in which objects change, for people and controllers alike. Throws `ApiRefusal`. */
export class ObjectWriter {
  readonly #store: ObjectStore;
  readonly #clock: ClusterClock;

  constructor(store: ObjectStore, clock: ClusterClock) {
    this.#store = store;
    this.#clock = clock;
  }

  create(object: KubernetesObject, writing: Writing): KubernetesObject {
    const { name, namespace } = object.metadata;
    if (this.#store.get(writing.kind, name, namespace) !== undefined) throw alreadyExists(writing.kind, name);
    this.#requireNamespace(writing.kind, namespace);
    return this.#commit(undefined, object, writing);
  }

  /** `mayCreate` throws when the caller may only change. */
  apply(config: KubernetesObject, writing: Writing & { force: boolean; mayCreate: () => void }): KubernetesObject {
    const { kind, force } = writing;
    const { name, namespace } = config.metadata;
    const live = this.#store.get(kind, name, namespace);
    if (live === undefined) {
      writing.mayCreate();
      this.#requireNamespace(kind, namespace);
      // It was meant for one that is gone.
      if (config.metadata.resourceVersion !== undefined || config.metadata.uid !== undefined)
        throw modified(kind, name);
    }
    if (live !== undefined) checkConditions(kind, live, config);
    const writer = this.#writer(writing, 'Apply');
    const restricted = writing.subresource === undefined ? withoutStatus(kind, config) : config;
    return this.#finish(live, applied({ live, config: restricted, writer, force }), writing);
  }

  /** `change` is given the object as it is and answers what it shall be. */
  change(
    { name, namespace }: { readonly name: string; readonly namespace?: string | undefined },
    change: (object: KubernetesObject) => KubernetesObject,
    writing: Writing,
  ): KubernetesObject {
    const before = this.#store.get(writing.kind, name, namespace);
    if (before === undefined) throw notFound(writing.kind, name);
    const wanted = change(before);
    checkConditions(writing.kind, before, wanted);
    return this.#commit(before, wanted, writing);
  }

  remove(kind: ServedKind, object: KubernetesObject): void {
    this.#store.remove(kind, object);
  }

  #commit(before: KubernetesObject | undefined, wanted: KubernetesObject, writing: Writing): KubernetesObject {
    const after = restrictedTo(writing, before, wanted);
    const managedFields = afterUpdate(before, after, this.#writer(writing, 'Update'));
    return this.#finish(before, { ...after, metadata: { ...after.metadata, managedFields } }, writing);
  }

  #finish(before: KubernetesObject | undefined, wanted: KubernetesObject, writing: Writing): KubernetesObject {
    const { kind } = writing;
    const whole = withDefaults(kind, {
      ...wanted,
      apiVersion: apiVersionOf(kind),
      kind: kind.kind,
      metadata: before === undefined ? this.#newMetadata(kind, wanted) : keptMetadata(before, wanted),
    });
    checkValid(kind, whole);
    checkNotSimulated(kind, whole);
    const object = before === undefined ? whole : withGeneration(kind, before, whole);
    if (before !== undefined && isDeepStrictEqual(before, object)) return before;
    return writing.dryRun === true ? object : this.#store.put(kind, object);
  }

  #newMetadata(kind: ServedKind, { metadata }: KubernetesObject): KubernetesObject['metadata'] {
    const generation = kind.generation ? { generation: 1 } : {};
    return { ...metadata, uid: randomUUID(), creationTimestamp: timestamp(this.#clock), ...generation };
  }

  #writer({ kind, manager, subresource }: Writing, operation: Writer['operation']): Writer {
    const own = { manager, operation, apiVersion: apiVersionOf(kind), time: timestamp(this.#clock) };
    return subresource === undefined ? own : { ...own, subresource };
  }

  #requireNamespace(kind: ServedKind, namespace: string | undefined): void {
    if (kind.namespaced && this.#store.get(kinds.namespace, namespace ?? '') === undefined)
      throw notFound(kinds.namespace, namespace ?? '');
  }
}

/** What was meant for another state or another object of that name is refused. */
function checkConditions(kind: ServedKind, before: KubernetesObject, wanted: KubernetesObject): void {
  const { name, uid, resourceVersion } = before.metadata;
  const sent = wanted.metadata;
  if (sent.uid !== undefined && sent.uid !== uid) {
    const message = `Invalid value: ${JSON.stringify(sent.uid)}: field is immutable`;
    throw invalid(kind, name, [{ field: 'metadata.uid', reason: 'FieldValueInvalid', message }]);
  }
  if (sent.resourceVersion !== undefined && sent.resourceVersion !== resourceVersion) throw modified(kind, name);
}

function withoutStatus(kind: ServedKind, object: KubernetesObject): KubernetesObject {
  if (!kind.subresources.includes('status')) return object;
  const { status: _status, ...rest } = object;
  return rest;
}

/** A subresource changes its own part only, and the object itself never its status. */
function restrictedTo(
  { kind, subresource }: Writing,
  before: KubernetesObject | undefined,
  wanted: KubernetesObject,
): KubernetesObject {
  if (before === undefined) return withoutStatus(kind, wanted);
  if (!kind.subresources.includes('status') || subresource === 'scale') return wanted;
  if (subresource === 'status') return { ...before, ...('status' in wanted ? { status: wanted['status'] } : {}) };
  return { ...withoutStatus(kind, wanted), ...('status' in before ? { status: before['status'] } : {}) };
}

function keptMetadata(before: KubernetesObject, wanted: KubernetesObject): KubernetesObject['metadata'] {
  const { uid, creationTimestamp, generation, resourceVersion, name, namespace } = before.metadata;
  const fixed = { uid, creationTimestamp, generation, resourceVersion, name, namespace };
  const known = Object.fromEntries(Object.entries(fixed).filter(([, value]) => value !== undefined));
  return { ...wanted.metadata, ...known, name };
}

function withGeneration(kind: ServedKind, before: KubernetesObject, after: KubernetesObject): KubernetesObject {
  if (!kind.generation || isDeepStrictEqual(desired(before), desired(after))) return after;
  return { ...after, metadata: { ...after.metadata, generation: (before.metadata.generation ?? 0) + 1 } };
}

function desired(object: KubernetesObject): unknown {
  const { metadata: _metadata, status: _status, ...rest } = object;
  return rest;
}
