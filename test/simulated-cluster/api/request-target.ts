import { defined } from '../../../backend-stub/contract/defined.ts';
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

const roots: ReadonlyMap<string, 'groups' | 'core' | 'health'> = new Map([
  ['api', 'core'],
  ['apis', 'groups'],
  ['healthz', 'health'],
  ['readyz', 'health'],
  ['livez', 'health'],
]);

export function targetOf(path: string): RequestTarget {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root = '', group = '', version] = parts;
  const known = parts.length === 1 ? roots.get(root) : undefined;
  if (known !== undefined) return { type: known };
  if (root === 'api' && parts.length > 1) return inVersion(group, parts.slice(2));
  if (root === 'apis' && version !== undefined) return inVersion(`${group}/${version}`, parts.slice(3));
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
  const { namespace, rest } = withoutNamespace(parts);
  const [plural = '', name, below] = rest;
  const kind = served.find((candidate) => candidate.plural === plural);
  const subresource = kind?.subresources.find((candidate) => candidate === below);
  if (kind === undefined || subresource !== below)
    throw new NotSimulated(`${below === undefined ? plural : `${plural}/${below}`} of ${apiVersion}`);
  return { kind, ...defined({ namespace, name, subresource }) };
}

/** `namespaces/shop/pods` lies in one; `namespaces/shop` and `namespaces/shop/status` are one. */
function withoutNamespace(parts: readonly string[]): { readonly namespace?: string; readonly rest: readonly string[] } {
  const [first, namespace, third] = parts;
  const isInside = first === 'namespaces' && third !== undefined && third !== 'status' && third !== 'finalize';
  return isInside && namespace !== undefined ? { namespace, rest: parts.slice(2) } : { rest: parts };
}

/** Of an API that is not served. */
export class PageNotFound extends ApiRefusal {
  override readonly body = '404 page not found\n';

  constructor() {
    super(404, 'page not found');
  }
}
