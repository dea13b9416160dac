/** Why a cluster could not be asked at all. */
export type UnreachableReason =
  'refused' | 'unknown-host' | 'no-route' | 'tls' | 'timeout' | 'connection-lost' | 'credentials' | 'configuration';

const unreachableWhy: Readonly<Record<UnreachableReason, string>> = {
  refused: 'its API server refused the connection. Is it running, and is the address right?',
  'unknown-host': "its API server's host name is not known to DNS.",
  'no-route': 'no network route leads to its API server.',
  tls: "its certificate is not accepted. The kubeconfig's certificate authority may be wrong or out of date.",
  timeout: 'its API server did not answer in time.',
  'connection-lost': 'the connection broke before the answer was complete.',
  credentials: 'the credentials of this account are missing, expired or not accepted.',
  configuration: 'its kubeconfig cannot be used.',
};

/** No answer from the cluster. A write may still have been carried out: read before it is repeated. */
export class ClusterUnreachable extends Error {
  override name = 'ClusterUnreachable' as const;
  readonly account: string;
  readonly reason: UnreachableReason;

  constructor(
    account: string,
    reason: UnreachableReason,
    details: { readonly note?: string; readonly cause?: unknown } = {},
  ) {
    const note = details.note === undefined ? '' : ` ${details.note}`;
    super(`Cluster ${account} cannot be used: ${unreachableWhy[reason]}${note}`, { cause: details.cause });
    this.account = account;
    this.reason = reason;
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
    super(
      `Account ${account} lacks the right to ${right.verb} ${right.resource}${group} ${where}. ` +
        `An administrator of that cluster can grant it to the service's user with a Role.`,
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
