import type { Application } from '../contract/application-rules.ts';
import { authorizations, folded } from '../contract/authorization.ts';
import type { Permissions } from '../contract/authorization.ts';
import { listAt, recordAt, textAt } from '../deployment/kubernetes-object.ts';
import type { Applications } from '../creation/application-creation.ts';
import type { Clock } from '../ports.ts';
import { TimedCache } from '../timed-cache.ts';
import { isServiceNotFound, jsonOf, type Answer } from './answer.ts';
import { ApplicationsUnavailable } from './errors.ts';
import { serviceClient, type ServiceOptions } from './service-client.ts';

export interface Front50Options extends ServiceOptions {
  readonly clock: Clock;
  /** Whom Front50 takes us for: the service account that reads executions. */
  readonly readAs: string;
  /** For the list of all applications. Default 30 s. */
  readonly cacheMilliseconds?: number;
}

/** Front50's applications. Whether one exists is told of all, since its name is taken for everybody. */
export function front50Applications(options: Front50Options): Applications {
  const service = serviceClient(options);
  const headers = { 'X-SPINNAKER-USER': options.readAs };
  const cache = new TimedCache<readonly Application[]>({
    clock: options.clock,
    milliseconds: options.cacheMilliseconds ?? 30_000,
    entries: 1,
  });

  /** As Fiat reads them, and by the same two calls. */
  async function askAll(): Promise<readonly Application[]> {
    const [applications, permissions] = await Promise.all([
      service.get('/v2/applications?restricted=false', headers),
      service.get('/permissions/applications', headers),
    ]);
    return joined(listOf(applications), listOf(permissions));
  }

  return {
    exists: (name) =>
      told(async () => isThere(await service.get(`/v2/applications/${encodeURIComponent(name)}`, headers))),
    all: () => told(() => cache.get('all', askAll)),
  };
}

async function told<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof ApplicationsUnavailable) throw cause;
    throw new ApplicationsUnavailable('Front50 could not say which applications there are', { cause });
  }
}

/** 403: it is there, and not for us to see. Front50 looks for it before it looks at rights. */
function isThere(answer: Answer): boolean {
  if (answer.status === 200 || answer.status === 403) return true;
  if (isServiceNotFound(answer)) return false;
  throw unreadable(answer);
}

function listOf(answer: Answer): readonly unknown[] {
  const list = jsonOf(answer);
  if (answer.status !== 200 || !Array.isArray(list)) throw unreadable(answer);
  return list;
}

function unreadable({ status }: Answer): ApplicationsUnavailable {
  return new ApplicationsUnavailable(`Front50 could not say which applications there are: it answered ${status}`);
}

function joined(applications: readonly unknown[], permissions: readonly unknown[]): readonly Application[] {
  const byName = new Map(permissions.map((one) => [folded(textAt(one, 'name') ?? ''), permissionsIn(one)]));
  return applications.flatMap((one) => {
    const name = folded(textAt(one, 'name') ?? '');
    return name === '' ? [] : [{ name, permissions: byName.get(name) ?? {} }];
  });
}

function permissionsIn(one: unknown): Permissions {
  const permissions = recordAt(one, 'permissions');
  const isText = (value: unknown): value is string => typeof value === 'string';
  return Object.fromEntries(authorizations.map((word) => [word, listAt(permissions, word).filter(isText)]));
}
