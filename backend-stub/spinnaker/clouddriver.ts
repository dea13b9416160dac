import { folded } from '../access/evaluator.ts';
import { isRecord, listAt, recordAt, textAt } from '../deployment/kubernetes-object.ts';
import type { Clock } from '../ports.ts';
import { jsonOf, type Answer } from './answer.ts';
import { AccountsUnavailable } from './errors.ts';
import { serviceClient, type ServiceOptions } from './service-client.ts';
import { TimedCache } from '../timed-cache.ts';

export interface ClouddriverOptions extends ServiceOptions {
  readonly clock: Clock;
  /** Default 30 s: Clouddriver reloads its accounts no oftener. */
  readonly cacheMilliseconds?: number;
  /** Told of every failure, since callers only see that the roles are not known. */
  readonly onProblem?: (problem: AccountsUnavailable) => void;
}

export interface AccountRoles {
  /** As `Authorizations.accountWriters`: never throws. */
  writers(account: string): Promise<readonly string[] | undefined>;
  /** All that accounts name for anything, folded; none where that can't be told. Never throws. */
  named(): Promise<readonly string[]>;
}

interface Roles {
  readonly writers: ReadonlyMap<string, readonly string[]>;
  readonly named: readonly string[];
}

/**
 * Which roles have WRITE on an account, by `GET /credentials?expand=true`, so that a refusal can name them. It is no ground for a
 * decision: Fiat may know other sources. So a failure costs the names and nothing else.
 */
export function accountRoles(options: ClouddriverOptions): AccountRoles {
  const service = serviceClient(options);
  const { clock, cacheMilliseconds = 30_000, onProblem } = options;
  const cache = new TimedCache<Roles>({ clock, milliseconds: cacheMilliseconds, entries: 1 });

  async function ask(): Promise<Roles> {
    try {
      return readRoles(await service.get('/credentials?expand=true'));
    } catch (error) {
      const problem =
        error instanceof AccountsUnavailable
          ? error
          : new AccountsUnavailable('Clouddriver could not list its accounts', { cause: error });
      onProblem?.(problem);
      throw problem;
    }
  }

  return {
    async writers(account) {
      try {
        return (await cache.get('all accounts', ask)).writers.get(folded(account));
      } catch {
        return undefined;
      }
    },
    async named() {
      try {
        return (await cache.get('all accounts', ask)).named;
      } catch {
        return [];
      }
    },
  };
}

function readRoles(answer: Answer): Roles {
  const accounts = jsonOf(answer);
  if (answer.status !== 200 || !Array.isArray(accounts)) {
    throw new AccountsUnavailable(`Clouddriver could not list its accounts: it answered ${answer.status}, and no list`);
  }
  const writers = new Map<string, readonly string[]>();
  const named = new Set<string>();
  for (const account of accounts) {
    const name = textAt(account, 'name');
    const roles = isRecord(account) ? rolesOf(account) : undefined;
    if (name !== undefined && roles !== undefined) writers.set(folded(name), roles);
    for (const role of allRolesOf(account)) named.add(role);
  }
  return { writers, named: [...named] };
}

function allRolesOf(account: unknown): readonly string[] {
  const permissions = recordAt(account, 'permissions');
  const lists = Object.keys(permissions).map((key) => listAt(permissions, key));
  return namesOf([...lists, listAt(account, 'requiredGroupMembership')].flat());
}

/**
 * Undefined for an account that nobody is kept from: there is no role to name. `requiredGroupMembership` is the old way of
 * saying READ and WRITE. Roles stand there as they were typed, and Fiat lower-cases them.
 */
function rolesOf(account: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const permissions = recordAt(account, 'permissions');
  const legacy = namesOf(listAt(account, 'requiredGroupMembership'));
  const restricted =
    legacy.length > 0 || Object.keys(permissions).some((key) => namesOf(listAt(permissions, key)).length > 0);
  if (!restricted) return undefined;
  return [...new Set([...namesOf(listAt(permissions, 'WRITE')), ...legacy])];
}

function namesOf(roles: readonly unknown[]): readonly string[] {
  return roles
    .filter((role) => typeof role === 'string')
    .map(folded)
    .filter((role) => role !== '');
}
