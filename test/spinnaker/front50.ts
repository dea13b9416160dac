import type { Permissions } from '../../backend-stub/contract/authorization.ts';
import { SmallService, type Asked, type SmallAnswer } from './small-service.ts';

export interface SmallFront50 {
  readonly url: string;
  readonly service: SmallService;
  close(): Promise<void>;
}

/** A pipeline as somebody wrote it. */
export type WrittenPipeline = Readonly<Record<string, unknown>> & { readonly application: string };

/** What a small Front50 knows; the functions are called at every call. */
export interface Front50Contents {
  /** By name, what is written in the application's own permissions; none where nothing is said. Undefined: it is too busy to list them. */
  readonly applications?: () => ReadonlyMap<string, Permissions> | undefined;
  /** Whether a user has READ on an application; everybody on every one where nothing is said. */
  readonly mayRead?: (user: string, name: string) => boolean;
  /** None where nothing is said. */
  readonly pipelinesOf?: (application: string) => readonly WrittenPipeline[];
  /** All of them, of every application; undefined: it is too busy to list them. */
  readonly allPipelines?: () => readonly WrittenPipeline[] | undefined;
  readonly serviceAccounts?: () => readonly unknown[];
}

/**
 * A small Front50, as far as others read its applications, its pipelines and its service accounts. Names are upper case, and somebody
 * without READ gets a 403 for what exists and a 404 for what does not, as the recordings in `transcript.json` and the source have it.
 */
export async function startFront50(contents: Front50Contents): Promise<SmallFront50> {
  const service = await SmallService.start((asked) => respond(contents, asked));
  return { url: service.url, service, close: () => service.close() };
}

/** Of those that are written down here, those of an application. */
export function among(pipelines: readonly WrittenPipeline[]): (application: string) => readonly WrittenPipeline[] {
  return (name) => pipelines.filter(({ application }) => application.toLowerCase() === name.toLowerCase());
}

function respond(contents: Front50Contents, { method, path, headers }: Asked): SmallAnswer {
  const { serviceAccounts = () => [] } = contents;
  const [route = '', query = ''] = path.split('?');
  const user = headers['x-spinnaker-user'];
  if (method !== 'GET') return { status: 404, body: failure(404, 'Not Found', '') };
  if (route === '/serviceAccounts') return { status: 200, body: serviceAccounts() };
  if (route === '/pipelines') return everyPipeline(contents, query);
  const [, application] = /^\/pipelines\/([^/]+)$/.exec(route) ?? [];
  return application === undefined
    ? ofApplications(contents, { route, query, user: String(user ?? 'anonymous') })
    : pipelinesFor(contents, { user, application: decodeURIComponent(application) });
}

/** Where it is restricted, a real one asks Fiat for READ on an application of each pipeline's name, and so tells of none. */
function everyPipeline({ allPipelines = () => [] }: Front50Contents, query: string): SmallAnswer {
  const isWhole = new URLSearchParams(query).get('restricted') === 'false';
  const listed = isWhole ? allPipelines() : [];
  return listed === undefined ? { status: 503 } : { status: 200, body: listed };
}

/** It lets READ be asked of Fiat, and knows nobody without a name. */
function pipelinesFor(
  { pipelinesOf = () => [] }: Front50Contents,
  { user, application }: { readonly user: unknown; readonly application: string },
): SmallAnswer {
  if (user === undefined) return { status: 403, body: failure(403, 'Forbidden', 'Access is denied') };
  return { status: 200, body: pipelinesOf(application) };
}

interface AskedApplications {
  readonly route: string;
  readonly query: string;
  readonly user: string;
}

function ofApplications(contents: Front50Contents, { route, query, user }: AskedApplications): SmallAnswer {
  const { applications: known = () => new Map(), mayRead = () => true } = contents;
  const applications = known();
  if (applications === undefined) return { status: 503 };
  if (route === '/permissions/applications') return { status: 200, body: permissionsOf(applications) };
  if (route === '/v2/applications') {
    const names = [...applications.keys()].filter((name) => query === 'restricted=false' || mayRead(user, name));
    return { status: 200, body: names.map(attributes) };
  }
  const [, name = ''] = /^\/v2\/applications\/([^/]+)$/.exec(route) ?? [];
  return oneOf(applications, { name: decodeURIComponent(name), isReadable: mayRead(user, decodeURIComponent(name)) });
}

function oneOf(
  applications: ReadonlyMap<string, Permissions>,
  { name, isReadable }: { readonly name: string; readonly isReadable: boolean },
): SmallAnswer {
  const known = [...applications.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
  if (known === undefined) return { status: 404, body: failure(404, 'Not Found', `Application ${name} not found`) };
  if (!isReadable) return { status: 403, body: failure(403, 'Forbidden', 'Access is denied') };
  return { status: 200, body: attributes(known) };
}

function permissionsOf(applications: ReadonlyMap<string, Permissions>): unknown {
  return [...applications].map(([name, permissions]) => ({
    name,
    lastModified: 1795365078075,
    lastModifiedBy: 'admin@example.com',
    permissions,
  }));
}

/** As recorded of `GET /v2/applications`. */
function attributes(name: string): unknown {
  return {
    name: name.toUpperCase(),
    description: null,
    email: 'x@example.com',
    updateTs: '1795365077757',
    createTs: '1795365077757',
    lastModifiedBy: 'admin@example.com',
    cloudProviders: null,
    trafficGuards: [],
  };
}

function failure(status: number, error: string, message: string): unknown {
  return { timestamp: '2026-11-22T16:31:18.345+00:00', status, error, message };
}
