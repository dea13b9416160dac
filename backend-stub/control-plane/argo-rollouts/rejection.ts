import {
  ClusterBusy,
  ClusterConflict,
  ClusterForbidden,
  ClusterRejected,
  ClusterUnreachable,
  KindUnknown,
  NamespaceMissing,
  ObjectMissing,
  type ClusterError,
  type MissingRight,
} from '../errors.ts';
import { listAt, numberAt, objectName, recordAt, textAt } from '../../deployment/kubernetes-object.ts';
import type { Answer } from './transport.ts';

/** What was asked for, to name it when the answer is no. `name` is absent where all objects of a kind were asked for. */
export interface Asked {
  readonly account: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** A Kubernetes `Status` (or what stood in its place), read once. */
interface Status {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly detailsKind: string | undefined;
  readonly detailsName: string | undefined;
  readonly causes: readonly { readonly field: string; readonly reason: string }[];
}

/** The error that an answer other than 2xx means. Headers are never part of it. */
export function rejection(asked: Asked, answer: Answer): ClusterError {
  const status = statusOf(answer);
  const object = nameOf(asked);
  const rejected = (): ClusterRejected => new ClusterRejected(asked.account, { object, why: showable(asked, status) });
  switch (status.code) {
    case 401:
      return new ClusterUnreachable(asked.account, 'credentials', { code: '401' });
    case 403: {
      const right = missingRight(status.message);
      return right === undefined ? rejected() : new ClusterForbidden(asked.account, right);
    }
    case 404:
      return missing(asked, status);
    case 409:
      return conflicts.has(status.reason) ? new ClusterConflict(asked.account, object) : rejected();
    case 422:
      return isOtherObject(status) ? new ClusterConflict(asked.account, object) : rejected();
    default:
      return byClass(asked, status, answer) ?? rejected();
  }
}

/** `AlreadyExists` is what the loser of two simultaneous first applies may get. */
const conflicts: ReadonlySet<string> = new Set(['Conflict', 'AlreadyExists']);

/** 408: a load balancer's time-out. 410: a list that grew too old between two of its pages. */
const passing: ReadonlySet<number> = new Set([408, 410, 429]);

/**
 * Server-side apply answers 500, without a reason, for what does not fit the schema ("field not declared in schema",
 * "expected numeric"): measured on Kubernetes 1.34. Repeating it would never help.
 */
const typedFailure = /^failed to (create typed|convert) /;

function byClass(asked: Asked, status: Status, answer: Answer): ClusterError | undefined {
  if (passing.has(status.code) || (status.code >= 500 && !typedFailure.test(status.message))) {
    const why = `its API server answered ${status.code}: ${showable(asked, status)}`;
    const wait = answer.retryAfterSeconds;
    return new ClusterBusy(asked.account, wait === undefined ? { why } : { why, retryAfterSeconds: wait });
  }
  if (status.code >= 400) return undefined;
  const what = `what stands at its address answered ${status.code}, as no Kubernetes API server does`;
  return new ClusterUnreachable(asked.account, 'configuration', { what });
}

function missing(asked: Asked, status: Status): ClusterError {
  const { account, apiVersion, kind, namespace } = asked;
  if (
    status.detailsKind === 'namespaces' &&
    kind !== 'Namespace' &&
    status.detailsName === namespace &&
    namespace !== undefined
  )
    return new NamespaceMissing(account, namespace);
  // Of an API that is not served, the answer is plain text or a Status that names nothing.
  if (status.detailsName === undefined) return new KindUnknown(account, { apiVersion, kind });
  return new ObjectMissing(account, nameOf(asked));
}

/** An apply that names a uid may only meet the object with that uid. */
function isOtherObject(status: Status): boolean {
  return status.causes.some(({ field }) => field === 'metadata.uid');
}

/** The words of RBAC's refusal; admission (quotas, policies, namespaces that end) also answers 403, in other words. */
const rbacWords =
  /cannot (\S+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)"| at the cluster scope)/;

function missingRight(message: string): MissingRight | undefined {
  const [found, verb = '', resource = '', group = '', namespace] = rbacWords.exec(message) ?? [];
  if (found === undefined) return undefined;
  return namespace === undefined ? { verb, resource, group } : { verb, resource, group, namespace };
}

function statusOf({ status, body }: Answer): Status {
  return {
    code: numberAt(body, 'code') ?? status,
    reason: textAt(body, 'reason') ?? '',
    message: textAt(body, 'message') ?? '',
    detailsKind: textAt(body, 'details', 'kind'),
    detailsName: textAt(body, 'details', 'name'),
    causes: listAt(body, 'details', 'causes').map((cause) => ({
      field: textAt(cause, 'field') ?? '',
      reason: textAt(cause, 'reason') ?? '',
    })),
  };
}

const longestMessage = 1500;

/** The API server quotes values that it does not like, so of a Secret only the fields are named. */
function showable(asked: Asked, status: Status): string {
  if (asked.kind === 'Secret') {
    const fields = [...new Set(status.causes.map(({ field, reason }) => `${field} (${reason})`))];
    return `the API server answered ${status.code}${fields.length === 0 ? '' : ` about ${fields.join(', ')}`}. Its words are left out, since they may quote the Secret.`;
  }
  if (status.message === '') return `it gave no reason (${status.code}).`;
  return status.message.length > longestMessage ? `${status.message.slice(0, longestMessage)} …` : status.message;
}

function nameOf({ kind, name, namespace }: Asked): string {
  if (name === undefined) return namespace === undefined ? `all of ${kind}` : `all of ${kind} in ${namespace}`;
  return objectName(namespace === undefined ? { kind, name } : { kind, name, namespace });
}

/** Whether a message of a watch is a Status, and which code it has. */
export function statusCode(body: unknown): number | undefined {
  return recordAt(body)['kind'] === 'Status' ? numberAt(body, 'code') : undefined;
}
