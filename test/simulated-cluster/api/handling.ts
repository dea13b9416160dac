import {
  at,
  isRecord,
  listAt,
  recordAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';
import { isAllowed, rulesFor, type Right } from './authorization.ts';
import { kinds, type ServedKind } from './kinds.ts';
import type { ObjectStore } from './objects.ts';
import { jsonPatched, mergePatched } from './patches.ts';
import { listObjects, readObject, scaleOf } from './reading.ts';
import { badRequest, forbidden, invalid, modified, notFound, NotSimulated } from './refusals.ts';
import { checkTypes } from './schema.ts';
import { bodyOf, isDryRun, managerOf, objectIn, type ResourceRequest } from './requests.ts';
import type { ObjectWriter, Writing } from './writing.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface ClusterParts {
  readonly store: ObjectStore;
  readonly writer: ObjectWriter;
}

export const isWatch = ({ method, query }: ResourceRequest): boolean =>
  method === 'GET' && ['true', '1'].includes(query.get('watch') ?? '');

/** Throws a 403 unless the caller may. `verb` is given where the method does not tell it. */
export function requireRight({ store }: ClusterParts, request: ResourceRequest, verb = verbOf(request)): void {
  const { user, target } = request;
  const { kind, namespace, name, subresource } = target;
  // Everybody may ask what they may do.
  if (kind === kinds.accessReview || kind === kinds.rulesReview) return;
  const resource = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
  const right: Right = { verb, group: kind.group, resource, namespace, name };
  if (!isAllowed(store, user, right)) throw forbidden(kind, { ...right, user: user.name });
}

const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

function verbOf(request: ResourceRequest): string {
  if (request.method !== 'GET') return verbs[request.method] ?? request.method.toLowerCase();
  if (isWatch(request)) return 'watch';
  return request.target.name === undefined ? 'list' : 'get';
}

/** Everything but watches. Throws `ApiRefusal`. */
export function handle(parts: ClusterParts, request: ResourceRequest): Answer {
  const { method, target } = request;
  requireRight(parts, request);
  if (target.kind === kinds.accessReview) return review(parts, request);
  if (target.kind === kinds.rulesReview) return rulesReview(parts, request);
  if (method === 'POST' && target.name === undefined) return created(parts, request);
  if (target.name === undefined && method !== 'GET') throw new NotSimulated(`${method} on a collection`);
  switch (method) {
    case 'GET':
      return {
        status: 200,
        body:
          target.name === undefined ? listObjects(parts.store, target, request.query) : readObject(parts.store, target),
      };
    case 'PATCH':
      return patched(parts, request);
    case 'PUT':
      return replaced(parts, request);
    case 'DELETE':
      return deleted(parts, request);
    default:
      throw new NotSimulated(`the method ${method}`);
  }
}

function writingOf(request: ResourceRequest): Writing {
  const { kind, subresource } = request.target;
  const dryRun = isDryRun(request);
  return { kind, manager: managerOf(request), dryRun, ...(subresource === undefined ? {} : { subresource }) };
}

function created({ writer }: ClusterParts, request: ResourceRequest): Answer {
  return { status: 201, body: writer.create(objectIn(request), writingOf(request)) };
}

function patched(parts: ClusterParts, request: ResourceRequest): Answer {
  switch (request.contentType) {
    case 'application/apply-patch+yaml':
      return appliedObject(parts, request);
    case 'application/merge-patch+json':
      return changed(parts, request, (object, patch) => mergePatched(object, patch));
    case 'application/json-patch+json':
      return changed(parts, request, (object, patch) => jsonPatched(object, patch));
    default:
      throw new NotSimulated(`patches of type ${request.contentType}`);
  }
}

function appliedObject(parts: ClusterParts, request: ResourceRequest): Answer {
  const { query, target } = request;
  if (!query.has('fieldManager')) throw badRequest('fieldManager is required for apply patch');
  const existed = parts.store.get(target.kind, target.name ?? '', target.namespace) !== undefined;
  const object = objectIn(request);
  checkTypes(object, textAt(bodyOf(request), 'metadata', 'namespace'));
  const body = parts.writer.apply(object, {
    ...writingOf(request),
    force: query.get('force') === 'true',
    mayCreate: () => requireRight(parts, request, 'create'),
  });
  return { status: existed ? 200 : 201, body };
}

function changed(
  { writer }: ClusterParts,
  request: ResourceRequest,
  change: (object: unknown, patch: unknown) => unknown,
): Answer {
  const { kind, name = '', namespace, subresource } = request.target;
  const patch = bodyOf(request);
  const body = writer.change(
    { name, namespace },
    (object) => {
      if (subresource !== 'scale') return objectOf(change(object, patch), object);
      return withReplicas(object, at(change(scaleOf(kind, object), patch), 'spec', 'replicas'));
    },
    writingOf(request),
  );
  return { status: 200, body: subresource === 'scale' ? scaleOf(kind, body) : body };
}

function withReplicas(object: KubernetesObject, replicas: unknown): KubernetesObject {
  if (typeof replicas !== 'number' || replicas < 0) {
    const message = `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`;
    const cause = { field: 'spec.replicas', reason: 'FieldValueInvalid', message } as const;
    throw invalid(kinds.rollout, object.metadata.name, [cause]);
  }
  return { ...object, spec: { ...recordAt(object, 'spec'), replicas } };
}

/** A patched object, still the one that it was. */
function objectOf(value: unknown, before: KubernetesObject): KubernetesObject {
  if (!isRecord(value)) throw badRequest('the patch leaves no object');
  const metadata = { ...recordAt(value, 'metadata'), name: before.metadata.name };
  return { ...value, apiVersion: before.apiVersion, kind: before.kind, metadata };
}

function replaced({ writer }: ClusterParts, request: ResourceRequest): Answer {
  const object = objectIn(request);
  return { status: 200, body: writer.change(object.metadata, () => object, writingOf(request)) };
}

function deleted({ store, writer }: ClusterParts, request: ResourceRequest): Answer {
  const { kind, name = '', namespace } = request.target;
  const found = store.get(kind, name, namespace);
  if (found === undefined) throw notFound(kind, name);
  if (kind === kinds.namespace) throw new NotSimulated('how a Namespace goes');
  const options = request.text === '' ? {} : bodyOf(request);
  const policy = textAt(options, 'propagationPolicy') ?? request.query.get('propagationPolicy') ?? 'Background';
  if (policy !== 'Background') throw new NotSimulated(`the propagation policy ${policy}`);
  const preconditions = Object.entries(recordAt(options, 'preconditions'));
  if (preconditions.some(([key, value]) => found.metadata[key] !== value)) throw modified(kind, name);
  if (!isTriedDelete(request, options)) writer.remove(kind, found);
  return { status: 200, body: success(kind, found) };
}

/** The query of a delete with a body is not read. */
function isTriedDelete(request: ResourceRequest, options: unknown): boolean {
  return request.text === '' ? isDryRun(request) : listAt(options, 'dryRun').includes('All');
}

function success({ group, plural }: ServedKind, { metadata: { name, uid } }: KubernetesObject): object {
  const details = { name, ...(group === '' ? {} : { group }), kind: plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

function review({ store }: ClusterParts, request: ResourceRequest): Answer {
  const body = bodyOf(request);
  const asked = recordAt(body, 'spec', 'resourceAttributes');
  const text = (key: string): string => textAt(asked, key) ?? '';
  const resource = text('subresource') === '' ? text('resource') : `${text('resource')}/${text('subresource')}`;
  const [namespace, name] = [textAt(asked, 'namespace'), textAt(asked, 'name')];
  const allowed = isAllowed(store, request.user, {
    verb: text('verb'),
    group: text('group'),
    resource,
    namespace,
    name,
  });
  return { status: 201, body: { ...recordAt(body), status: { allowed } } };
}

function rulesReview({ store }: ClusterParts, request: ResourceRequest): Answer {
  const body = bodyOf(request);
  const resourceRules = rulesFor(store, request.user, textAt(body, 'spec', 'namespace'));
  return {
    status: 201,
    body: { ...recordAt(body), status: { resourceRules, nonResourceRules: [], incomplete: false } },
  };
}
