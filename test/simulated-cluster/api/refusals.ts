import { qualified, type ServedKind } from './kinds.ts';

/** An answer other than 2xx, worded as kube-apiserver 1.34 words it (test/fixtures/kubernetes/errors). */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal' as const;
  readonly status: number;
  /** A `Status`, or the plain text of an API that is not served. */
  readonly body: unknown;

  constructor(status: number, message: string, parts: StatusParts = {}) {
    super(message);
    this.status = status;
    this.body = statusObject(status, message, parts);
  }
}

interface StatusParts {
  readonly reason?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export function statusObject(code: number, message: string, { reason, details }: StatusParts): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === undefined ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  };
}

/** What the simulated cluster does not know: a real one might well. */
export class NotSimulated extends ApiRefusal {
  constructor(what: string) {
    super(501, `The simulated cluster does not know ${what}. A real one may.`, { reason: 'NotImplemented' });
  }
}

interface Named {
  readonly name?: string | undefined;
}

function detailsOf(kind: ServedKind, { name }: Named): Readonly<Record<string, unknown>> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
  };
}

export function notFound(kind: ServedKind, name: string): ApiRefusal {
  const details = detailsOf(kind, { name });
  return new ApiRefusal(404, `${qualified(kind)} "${name}" not found`, { reason: 'NotFound', details });
}

export function alreadyExists(kind: ServedKind, name: string): ApiRefusal {
  const details = detailsOf(kind, { name });
  return new ApiRefusal(409, `${qualified(kind)} "${name}" already exists`, { reason: 'AlreadyExists', details });
}

export function modified(kind: ServedKind, name: string): ApiRefusal {
  const why = 'the object has been modified; please apply your changes to the latest version and try again';
  const message = `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${why}`;
  return new ApiRefusal(409, message, { reason: 'Conflict', details: detailsOf(kind, { name }) });
}

export function badRequest(message: string): ApiRefusal {
  return new ApiRefusal(400, message, { reason: 'BadRequest' });
}

export interface Denied extends Named {
  readonly user: string;
  readonly verb: string;
  /** With its subresource. */
  readonly resource: string;
  readonly namespace?: string | undefined;
}

export function forbidden(kind: ServedKind, { user, verb, resource, namespace, name }: Denied): ApiRefusal {
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const object = name === undefined ? qualified(kind) : `${qualified(kind)} "${name}"`;
  const right = `User "${user}" cannot ${verb} resource "${resource}" in API group "${kind.group}" ${where}`;
  const details = detailsOf(kind, { name });
  return new ApiRefusal(403, `${object} is forbidden: ${right}`, { reason: 'Forbidden', details });
}

export interface Cause {
  readonly field: string;
  readonly reason: 'FieldValueInvalid' | 'FieldValueRequired';
  /** `Required value`, or `Invalid value: 99999: must be …`. */
  readonly message: string;
}

export function invalid(kind: ServedKind, name: string, causes: readonly Cause[]): ApiRefusal {
  const sentences = causes.map(({ field, message }) => `${field}: ${message}`);
  const all = sentences.length === 1 ? sentences.join('') : `[${sentences.join(', ')}]`;
  const type = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  const group = kind.group === '' ? {} : { group: kind.group };
  const details = { name, ...group, kind: kind.kind, causes };
  return new ApiRefusal(422, `${type} "${name}" is invalid: ${all}`, { reason: 'Invalid', details });
}

/** What does not fit the schema in a server-side apply: 500 and no reason, as the real one answers. */
export function untyped(object: string, problem: string): ApiRefusal {
  return new ApiRefusal(500, `failed to create typed patch object (${object}): ${problem}`);
}
