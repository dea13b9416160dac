/** Why a cluster could not be asked at all. */
export type UnreachableReason =
  'refused' | 'unknown-host' | 'no-route' | 'tls' | 'timeout' | 'connection-lost' | 'credentials' | 'configuration';

interface Why {
  readonly what: string;
  /** What may be wrong, or what helps. */
  readonly hint?: string;
}

const unreachableWhy: Readonly<Record<UnreachableReason, Why>> = {
  refused: {
    what: 'its API server refused the connection',
    hint: 'it may be down, or its address in the kubeconfig may be wrong',
  },
  'unknown-host': { what: 'the host name of its API server is not known to DNS' },
  'no-route': { what: 'no network route leads to its API server' },
  tls: {
    what: 'the certificate of its API server is not accepted',
    hint: 'the certificate authority in the kubeconfig may be wrong or out of date',
  },
  timeout: { what: 'its API server did not answer in time' },
  'connection-lost': { what: 'the connection broke before the answer was complete' },
  credentials: {
    what: 'its API server does not accept the credentials of the kubeconfig',
    hint: 'the token or the certificate may have expired',
  },
  configuration: { what: 'its kubeconfig is not usable' },
};

interface UnreachableDetails extends Partial<Why> {
  /** As the system or the API server names it: `ECONNREFUSED`, `401`. */
  readonly code?: string;
  /** What was to be done: `get Rollout web in namespace shop`. */
  readonly attempt?: string;
  readonly cause?: unknown;
}

/** No answer from the cluster. A write may still have been carried out: read before it is repeated. One sentence. */
export class ClusterUnreachable extends Error {
  override name = 'ClusterUnreachable' as const;
  readonly account: string;
  readonly reason: UnreachableReason;
  readonly #details: UnreachableDetails;

  constructor(account: string, reason: UnreachableReason, details: UnreachableDetails = {}) {
    const { what, hint } = details.what === undefined ? unreachableWhy[reason] : details;
    const use = details.attempt === undefined ? '' : ` to ${details.attempt}`;
    const code = details.code === undefined ? '' : ` (${details.code})`;
    super(`Cluster ${account} cannot be used${use}: ${what}${code}${hint === undefined ? '' : `; ${hint}`}.`, {
      cause: details.cause,
    });
    this.account = account;
    this.reason = reason;
    this.#details = details;
  }

  /** The same, told with what was to be done; who fails first knows only the connection. */
  during(attempt: string): ClusterUnreachable {
    return new ClusterUnreachable(this.account, this.reason, { ...this.#details, attempt });
  }
}

/** What an account tried, in the words of Kubernetes RBAC. */
export interface MissingRight {
  readonly verb: string;
  /** The plural with its subresource, as a Role names it: `rollouts/status`. */
  readonly resource: string;
  /** The API group; empty for the core one. */
  readonly group: string;
  /** Absent: at the scope of the cluster. */
  readonly namespace?: string;
}

/** RBAC says no. Asking again does not help until somebody grants the right. */
export class ClusterForbidden extends Error {
  override name = 'ClusterForbidden' as const;
  readonly account: string;
  readonly verb: string;
  readonly resource: string;
  readonly group: string;
  readonly namespace: string | undefined;

  constructor(account: string, right: MissingRight, options?: ErrorOptions) {
    const where = right.namespace === undefined ? 'in the whole cluster' : `in namespace ${right.namespace}`;
    const group = right.group === '' ? '' : ` (API group ${right.group})`;
    const role = right.namespace === undefined ? 'ClusterRole bound by a ClusterRoleBinding' : 'Role';
    super(
      `Account ${account} lacks the right to ${right.verb} ${right.resource}${group} ${where}; ` +
        `an administrator of that cluster can grant it to the service's user with a ${role}.`,
      options,
    );
    this.account = account;
    this.verb = right.verb;
    this.resource = right.resource;
    this.group = right.group;
    this.namespace = right.namespace;
  }
}

/** The object is no longer the one that was read. Nothing was changed: read it, decide anew, and try again. */
export class ClusterConflict extends Error {
  override name = 'ClusterConflict' as const;
  readonly account: string;
  readonly object: string;

  constructor(account: string, object: string, options?: ErrorOptions) {
    super(
      `${object} on cluster ${account} was changed by somebody else in the meantime, so nothing was done.`,
      options,
    );
    this.account = account;
    this.object = object;
  }
}

/** The API server understood the request and will never accept it. Not to be repeated. */
export class ClusterRejected extends Error {
  override name = 'ClusterRejected' as const;
  readonly account: string;
  readonly object: string;
  /** The API server's own words, safe to show. */
  readonly why: string;

  constructor(account: string, subject: { readonly object: string; readonly why: string }, options?: ErrorOptions) {
    super(`Cluster ${account} does not accept ${subject.object}: ${subject.why}`, options);
    this.account = account;
    this.object = subject.object;
    this.why = subject.why;
  }
}

/** The cluster, or our own queue before it, has too much to do or is in trouble. To be repeated later. */
export class ClusterBusy extends Error {
  override name = 'ClusterBusy' as const;
  readonly account: string;
  /** The API server's `Retry-After`, in seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    account: string,
    details: { readonly why: string; readonly retryAfterSeconds?: number },
    options?: ErrorOptions,
  ) {
    super(`Cluster ${account} cannot do it now: ${details.why}`, options);
    this.account = account;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

export class NamespaceMissing extends Error {
  override name = 'NamespaceMissing' as const;
  readonly account: string;
  readonly namespace: string;

  constructor(account: string, namespace: string, options?: ErrorOptions) {
    super(`Namespace ${namespace} does not exist on cluster ${account}. Create it, or deploy to another one.`, options);
    this.account = account;
    this.namespace = namespace;
  }
}

/** A patch was meant for an object that is not there. */
export class ObjectMissing extends Error {
  override name = 'ObjectMissing' as const;
  readonly account: string;
  readonly object: string;

  constructor(account: string, object: string, options?: ErrorOptions) {
    super(`${object} does not exist on cluster ${account}.`, options);
    this.account = account;
    this.object = object;
  }
}

/** The API of that kind is not served by the cluster, as when Argo Rollouts is not installed. */
export class KindUnknown extends Error {
  override name = 'KindUnknown' as const;
  readonly account: string;
  readonly apiVersion: string;
  readonly kind: string;

  constructor(account: string, type: { readonly apiVersion: string; readonly kind: string }, options?: ErrorOptions) {
    const remedy = type.apiVersion.startsWith('argoproj.io/')
      ? 'Argo Rollouts has to be installed in every cluster that is deployed to.'
      : 'Install what defines it, or take it out of the manifest.';
    super(`Cluster ${account} knows no ${type.kind} (${type.apiVersion}). ${remedy}`, options);
    this.account = account;
    this.apiVersion = type.apiVersion;
    this.kind = type.kind;
  }
}

/** No such account in the configuration of this service. */
export class AccountUnknown extends Error {
  override name = 'AccountUnknown' as const;
  readonly account: string;

  constructor(account: string, known: readonly string[]) {
    const list = known.length === 0 ? 'none is configured' : `configured are ${known.join(', ')}`;
    super(`No account ${account} is configured for Gennaker: ${list}.`);
    this.account = account;
  }
}

export type ClusterError =
  | ClusterUnreachable
  | ClusterForbidden
  | ClusterConflict
  | ClusterRejected
  | ClusterBusy
  | NamespaceMissing
  | ObjectMissing
  | KindUnknown
  | AccountUnknown;

const named = (error: unknown, name: ClusterError['name']): boolean => error instanceof Error && error.name === name;

export const isClusterUnreachable = (error: unknown): error is ClusterUnreachable => named(error, 'ClusterUnreachable');
export const isClusterForbidden = (error: unknown): error is ClusterForbidden => named(error, 'ClusterForbidden');
export const isClusterConflict = (error: unknown): error is ClusterConflict => named(error, 'ClusterConflict');
export const isClusterRejected = (error: unknown): error is ClusterRejected => named(error, 'ClusterRejected');
export const isClusterBusy = (error: unknown): error is ClusterBusy => named(error, 'ClusterBusy');
export const isNamespaceMissing = (error: unknown): error is NamespaceMissing => named(error, 'NamespaceMissing');
export const isObjectMissing = (error: unknown): error is ObjectMissing => named(error, 'ObjectMissing');
export const isKindUnknown = (error: unknown): error is KindUnknown => named(error, 'KindUnknown');
export const isAccountUnknown = (error: unknown): error is AccountUnknown => named(error, 'AccountUnknown');

const guards = [
  isClusterUnreachable,
  isClusterForbidden,
  isClusterConflict,
  isClusterRejected,
  isClusterBusy,
  isNamespaceMissing,
  isObjectMissing,
  isKindUnknown,
  isAccountUnknown,
] as const;

/** True for everything a `ControlPlane` may throw; anything else is a mistake of ours. */
export const isClusterError = (error: unknown): error is ClusterError => guards.some((guard) => guard(error));

/** The same call may succeed later without anybody changing anything. */
export const mayRetry = (error: unknown): error is ClusterUnreachable | ClusterBusy =>
  isClusterUnreachable(error) || isClusterBusy(error);
