import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { numberAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { apiVersionOf, kinds, type ServedKind } from './kinds.ts';
import { labelMatcher } from './label-selector.ts';
import type { ObjectStore } from './objects.ts';
import { ApiRefusal, badRequest, NotSimulated, notFound } from './refusals.ts';
import type { ResourceTarget } from './request-target.ts';

export type ObjectMatcher = (object: KubernetesObject) => boolean;

/** By labels and by name: the selectors that are simulated. */
export function matcherOf(query: URLSearchParams, { name }: ResourceTarget): ObjectMatcher {
  const labels = labelMatcher(query.get('labelSelector') ?? '');
  const fields = query.get('fieldSelector') ?? '';
  const [, named = name] = /^metadata\.name==?([^,]+)$/.exec(fields) ?? [];
  if (fields !== '' && named === undefined) throw new NotSimulated(`the field selector ${fields}`);
  return ({ metadata }) => labels(metadata.labels) && (named === undefined || metadata.name === named);
}

export function readObject(store: ObjectStore, { kind, name = '', namespace, subresource }: ResourceTarget): object {
  const found = store.get(kind, name, namespace);
  if (found === undefined) throw notFound(kind, name);
  return subresource === 'scale' ? scaleOf(kind, found) : found;
}

/** A list without the items' own types, as a real one. Pages go on after the last name, on what there is then. */
export function listObjects(store: ObjectStore, target: ResourceTarget, query: URLSearchParams): object {
  const { kind, namespace } = target;
  const from = continuation(query.get('continue'));
  const matches = matcherOf(query, target);
  const left = store.list(kind, namespace).filter((object) => placeOf(object) > from.after && matches(object));
  const limit = Number(query.get('limit') ?? 0) || left.length;
  const items = left.slice(0, limit);
  const last = items.at(-1);
  const resourceVersion = from.resourceVersion ?? String(store.revision);
  const rest =
    left.length > limit && last !== undefined
      ? { continue: token({ resourceVersion, after: placeOf(last) }), remainingItemCount: left.length - limit }
      : {};
  return {
    kind: `${kind.kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion, ...rest },
    items: kind === kinds.rollout ? items : items.map(({ apiVersion: _apiVersion, kind: _kind, ...item }) => item),
  };
}

function placeOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

interface Continuation {
  readonly resourceVersion?: string;
  readonly after: string;
}

function token(continuation: Continuation): string {
  return Buffer.from(JSON.stringify(continuation)).toString('base64url');
}

function continuation(text: string | null): Continuation {
  if (text === null) return { after: '' };
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const resourceVersion = textAt(parsed, 'resourceVersion') ?? '';
    return { resourceVersion, after: textAt(parsed, 'after') ?? '' };
  } catch {
    throw badRequest('continue key is not valid');
  }
}

export function scaleOf(kind: ServedKind, object: KubernetesObject): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const status = {
    replicas: numberAt(object, 'status', kind === kinds.rollout ? 'HPAReplicas' : 'replicas') ?? 0,
    selector: textAt(object, 'status', 'selector'),
  };
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(object, 'spec', 'replicas') ?? 0 },
    status,
  };
}

export function expired(asked: string, store: ObjectStore): ApiRefusal {
  return new ApiRefusal(410, `too old resource version: ${asked} (${store.revision})`, { reason: 'Expired' });
}
