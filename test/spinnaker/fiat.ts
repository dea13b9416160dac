import { isAdmin, mayCreate } from '../../backend-stub/contract/application-rules.ts';
import type { ApplicationRules } from '../../backend-stub/contract/application-rules.ts';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { SmallService, type Asked, type SmallAnswer } from './small-service.ts';

/** Fiat's `UserPermission.View`, as JSON. */
export interface FiatView {
  readonly name: string;
  readonly accounts: readonly FiatResource[];
  readonly applications: readonly FiatResource[];
  readonly roles: readonly { readonly name: string; readonly source?: string }[];
  readonly admin: boolean;
  readonly allowAccessToUnknownApplications: boolean;
  readonly [field: string]: unknown;
}

export interface FiatResource {
  readonly name: string;
  readonly authorizations: readonly string[];
}

export interface SmallFiat {
  readonly url: string;
  readonly service: SmallService;
  /** What Fiat answers about a user from now on; undefined makes the user unknown. */
  set(user: string, view: FiatView | undefined): void;
  close(): Promise<void>;
}

/**
 * A small Fiat: `GET /authorize/{user}` and the check of one authorization, as `accounts.json` recorded them, and who may create an
 * application, as `oracle.json` did. Without rules everybody may, as with a Fiat that nobody configured.
 */
export async function startFiat(
  views: Readonly<Record<string, FiatView>> = {},
  rules?: ApplicationRules,
): Promise<SmallFiat> {
  const known = new Map(Object.entries(views).map(([user, view]) => [user.toLowerCase(), view]));
  const service = await SmallService.start((asked) => (known.size === 0 ? nobodyYet : respond(known, rules, asked)));
  return {
    url: service.url,
    service,
    set(user, view) {
      if (view === undefined) known.delete(user.toLowerCase());
      else known.set(user.toLowerCase(), view);
    },
    close: () => service.close(),
  };
}

/** A view with nothing in it but what is given. */
export function fiatView(name: string, parts: Partial<FiatView> = {}): FiatView {
  return {
    name,
    accounts: [],
    applications: [],
    serviceAccounts: [],
    roles: [],
    buildServices: [],
    extensionResources: {},
    admin: false,
    accountManager: false,
    legacyFallback: false,
    allowAccessToUnknownApplications: false,
    ...parts,
  };
}

/** Of a Fiat with nobody in it: its role sync has not run yet. */
const nobodyYet: SmallAnswer = { status: 503, body: { status: 503, error: 'Service Unavailable' } };

function respond(
  views: ReadonlyMap<string, FiatView>,
  rules: ApplicationRules | undefined,
  { method, path, body }: Asked,
): SmallAnswer {
  const [root, user = '', ...check] = path.slice(1).split('/').map(decodeURIComponent);
  const view = views.get(user.toLowerCase());
  const route = [`${method} ${root}`, ...check].join('/');
  if (route === 'POST authorize/applications/create') return ifSo(view !== undefined && isLetCreate(view, rules, body));
  if (method !== 'GET' || root !== 'authorize') return { status: 404, body: noSuchRoute(path) };
  if (check.length > 0) return ifSo(view !== undefined && isGranted(view, check));
  return view === undefined ? { status: 404, body: userNotFound(user) } : { status: 200, body: view };
}

/** Without a body, as recorded. */
function ifSo(isSo: boolean): SmallAnswer {
  return { status: isSo ? 200 : 404 };
}

/** Of `{type}/{name}/{authorization}`. Its 404 also stands for an unknown user and an unknown resource. */
function isGranted(view: FiatView, [type, name = '', needed = '']: readonly string[]): boolean {
  const resources = type === 'accounts' ? view.accounts : view.applications;
  const resource = resources.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  return resource?.authorizations.includes(needed.toUpperCase()) ?? false;
}

/** Of the name alone: nobody here sends permissions with it. */
function isLetCreate(view: FiatView, rules: ApplicationRules | undefined, body: string): boolean {
  const roles = view.roles.map(({ name }) => name);
  if (rules === undefined || view.admin || isAdmin(rules, roles)) return true;
  return mayCreate(rules, textAt(JSON.parse(body), 'name') ?? '', roles);
}

function userNotFound(user: string): unknown {
  return {
    timestamp: 1795365077102,
    status: 404,
    error: 'Not Found',
    exception: 'com.netflix.spinnaker.kork.web.exceptions.NotFoundException',
    message: `user not found: ${user}`,
  };
}

function noSuchRoute(path: string): unknown {
  return { type: 'about:blank', title: 'Not Found', status: 404, detail: `No static resource ${path.slice(1)}.` };
}
