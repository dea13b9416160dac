import { apiVersionOf, servedKinds, type ServedKind, type Subresource } from './kinds.ts';
import { ApiRefusal, NotSimulated } from './refusals.ts';

/** Which object or collection a path names. */
export interface ResourceTarget {
  readonly kind: ServedKind;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: Subresource;
}

export type RequestTarget =
  | { readonly type: 'resource'; readonly resource: ResourceTarget }
  | { readonly type: 'version'; readonly apiVersion: string }
  | { readonly type: 'groups' | 'core' | 'health' };

/** Groups that every cluster has, of which this one serves a part. */
const wellKnown = new Set(['', 'apps', 'batch', 'autoscaling', 'policy', 'argoproj.io']);
const ofKubernetes = /\.k8s\.io$/;

export function targetOf(path: string): RequestTarget {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root, ...rest] = parts;
  if (parts.length === 1 && ['healthz', 'readyz', 'livez'].includes(root ?? '')) return { type: 'health' };
  if (parts.length === 1 && root === 'api') return { type: 'core' };
  if (parts.length === 1 && root === 'apis') return { type: 'groups' };
  if (root === 'api') return inVersion(rest[0] ?? '', rest.slice(1));
  if (root === 'apis' && rest.length > 1) return inVersion(`${rest[0]}/${rest[1]}`, rest.slice(2));
  throw new NotSimulated(`the path ${path}`);
}

function inVersion(apiVersion: string, parts: readonly string[]): RequestTarget {
  const served = servedKinds.filter((kind) => apiVersionOf(kind) === apiVersion);
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  if (served.length === 0 && !wellKnown.has(group) && !ofKubernetes.test(group)) throw new PageNotFound();
  if (parts.length === 0) {
    if (served.length === 0) throw new NotSimulated(`the API ${apiVersion}`);
    return { type: 'version', apiVersion };
  }
  return { type: 'resource', resource: resourceOf(apiVersion, served, parts) };
}

function resourceOf(apiVersion: string, served: readonly ServedKind[], parts: readonly string[]): ResourceTarget {
  const inNamespace = parts[0] === 'namespaces' && parts.length > 2 && !['status', 'finalize'].includes(parts[2] ?? '');
  const [plural = '', name, subresource] = inNamespace ? parts.slice(2) : parts;
  const kind = served.find((candidate) => candidate.plural === plural);
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  const known = kind?.subresources.find((candidate) => candidate === subresource);
  if (kind === undefined || (subresource !== undefined && known === undefined))
    throw new NotSimulated(`${resource} of ${apiVersion}`);
  return {
    kind,
    ...(inNamespace && parts[1] !== undefined ? { namespace: parts[1] } : {}),
    ...(name === undefined ? {} : { name }),
    ...(known === undefined ? {} : { subresource: known }),
  };
}

/** Of an API that is not served. */
export class PageNotFound extends ApiRefusal {
  override readonly body = '404 page not found\n';

  constructor() {
    super(404, 'page not found');
  }
}
