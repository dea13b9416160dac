import { folded } from '../access/evaluator.ts';
import { isNamed } from '../access/may.ts';
import type { UserPermissions } from '../access/permissions.ts';
import type { Clock } from '../ports.ts';
import { isServiceNotFound, jsonOf, type Answer } from './answer.ts';
import { AuthorizationsUnavailable } from './errors.ts';
import { serviceClient, type ServiceOptions } from './service-client.ts';
import { TimedCache } from '../timed-cache.ts';
import { readUserPermissions } from './user-permissions.ts';

export interface FiatOptions extends ServiceOptions {
  readonly clock: Clock;
  /** How long a right that was taken away may still be seen, on top of Fiat's own staleness. Default 5 s. */
  readonly cacheMilliseconds?: number;
  /** Default 1,000 users. */
  readonly cacheEntries?: number;
}

export interface FiatViews {
  /** Undefined when Fiat does not know the user. Throws {@link AuthorizationsUnavailable}. */
  permissions(user: string): Promise<UserPermissions | undefined>;
  /**
   * Whether the user may create an application of this name, as Front50 asks it. Not kept. Throws {@link AuthorizationsUnavailable}.
   */
  mayCreate(user: string, name: string): Promise<boolean>;
  /** The view of nobody, which `permissions` gives to no caller. Undefined when Fiat has none. Throws as `permissions`. */
  everybody(): Promise<UserPermissions | undefined>;
}

/**
 * Fiat's views, by `GET /authorize/{user}`. The narrower `GET /authorize/{user}/{type}/{name}/{authorization}` is not used: its 404
 * means that the user is unknown, that the resource is, or that the authorization is missing, alike, and refusing with a
 * reason needs to know which. On the view a 404 has the first meaning only.
 *
 * No `X-SPINNAKER-USER` is sent: where it names the user that is asked for, Fiat may invent a view for somebody it does not know
 * (`defaultToUnrestrictedUser` and `allowPermissionResolverFallback`, Fiat's AuthorizeController).
 */
export function fiatViews(options: FiatOptions): FiatViews {
  const service = serviceClient(options);
  const { clock, cacheMilliseconds = 5_000, cacheEntries = 1_000 } = options;
  const cache = new TimedCache<UserPermissions | undefined>({
    clock,
    milliseconds: cacheMilliseconds,
    entries: cacheEntries,
  });

  async function ask(user: string, segment: string): Promise<UserPermissions | undefined> {
    const askedAt = clock.elapsed();
    try {
      const permissions = readAnswer(user, await service.get(`/authorize/${segment}`));
      return permissions === undefined ? undefined : { ...permissions, askedAt };
    } catch (error) {
      if (error instanceof AuthorizationsUnavailable) throw error;
      throw new AuthorizationsUnavailable(`Fiat could not say what ${user} may do`, { cause: error });
    }
  }

  return {
    async permissions(user) {
      const segment = pathSegment(user);
      if (segment === undefined || !isNamed(user)) return undefined;
      return cache.get(user, () => ask(user, segment));
    },
    async mayCreate(user, name) {
      const segment = pathSegment(user);
      if (segment === undefined || !isNamed(user)) return false;
      const what = `whether ${user} may create an application`;
      try {
        // By the name alone: Orca gives Front50 no permissions, and with some Fiat would deny what it then allows.
        return readVerdict(what, await service.post(`/authorize/${segment}/applications/create`, { name }));
      } catch (error) {
        if (error instanceof AuthorizationsUnavailable) throw error;
        throw new AuthorizationsUnavailable(`Fiat could not say ${what}`, { cause: error });
      }
    },
    // Fiat answers about `anonymous` under the name that it keeps everybody's rights by.
    everybody: () => cache.get(everybody, () => ask(everybody, 'anonymous')),
  };
}

/** 200 or 404, both without a body (measured); a 404 also stands for a user whom Fiat does not know. */
function readVerdict(what: string, answer: Answer): boolean {
  if (answer.status === 200) return true;
  if (isServiceNotFound(answer)) return false;
  throw new AuthorizationsUnavailable(`Fiat could not say ${what}: it answered ${answer.status}`);
}

const everybody = '__unrestricted_user__';

function readAnswer(user: string, answer: Answer): UserPermissions | undefined {
  if (isServiceNotFound(answer)) return undefined;
  if (answer.status !== 200) {
    // 503 is Fiat without a single user: its role sync has not run yet.
    throw new AuthorizationsUnavailable(`Fiat could not say what ${user} may do: it answered ${answer.status}`);
  }
  const permissions = readUserPermissions(jsonOf(answer));
  if (permissions === undefined) {
    throw new AuthorizationsUnavailable(`Fiat could not say what ${user} may do: its answer is no view of a user`);
  }
  if (folded(permissions.user) !== folded(user)) {
    throw new AuthorizationsUnavailable(`Fiat was asked about ${user} and answered about ${permissions.user}`);
  }
  return permissions;
}

/**
 * Undefined for names that no URL can carry: `.` and `..` would be taken as steps in the path, even encoded, and half of a
 * surrogate pair has no encoding.
 */
function pathSegment(user: string): string | undefined {
  if (user === '.' || user === '..') return undefined;
  try {
    return encodeURIComponent(user);
  } catch {
    return undefined;
  }
}
