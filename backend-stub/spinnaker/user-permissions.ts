import { folded } from '../access/evaluator.ts';
import { authorizations, type Authorization, type UserPermissions } from '../access/permissions.ts';
import { isRecord, listAt, textAt } from '../deployment/kubernetes-object.ts';

/**
 * Reads Fiat's `UserPermission.View`. Undefined when it is none: a field that is missing here is never taken as an empty one,
 * since an application without an entry can mean allowed (`allowAccessToUnknownApplications`).
 */
export function readUserPermissions(view: unknown): UserPermissions | undefined {
  const user = textAt(view, 'name');
  const roles = readRoles(view);
  const accounts = readResources(view, 'accounts');
  const applications = readResources(view, 'applications');
  if (!isRecord(view) || user === undefined || user === '') return undefined;
  const serviceAccounts = readServiceAccounts(view);
  if (roles === undefined || accounts === undefined || applications === undefined) return undefined;
  return {
    user,
    roles,
    admin: view.admin === true,
    accounts,
    applications,
    allowAccessToUnknownApplications: view.allowAccessToUnknownApplications === true,
    ...(serviceAccounts === undefined ? {} : { serviceAccounts }),
  };
}

function readRoles(view: unknown): readonly string[] | undefined {
  const names = namesIn(view, 'roles');
  return names?.filter((name) => name !== '');
}

function readServiceAccounts(view: unknown): UserPermissions['serviceAccounts'] {
  const names = namesIn(view, 'serviceAccounts');
  const entries = listAt(view, 'serviceAccounts');
  return names && new Map(names.map((name, index) => [name, rolesIn(entries[index])]));
}

function rolesIn(account: unknown): readonly string[] | undefined {
  if (!isRecord(account) || !Array.isArray(account.memberOf)) return undefined;
  return listAt(account, 'memberOf').flatMap((role) => (typeof role === 'string' ? folded(role) : []));
}

function readResources(view: unknown, field: string): ReadonlyMap<string, readonly Authorization[]> | undefined {
  const names = namesIn(view, field);
  if (names === undefined) return undefined;
  const resources = new Map<string, readonly Authorization[]>();
  for (const [index, entry] of listAt(view, field).entries()) {
    const name = names[index] ?? '';
    const granted = authorizations.filter((authorization) => listAt(entry, 'authorizations').includes(authorization));
    resources.set(name, [...new Set([...(resources.get(name) ?? []), ...granted])]);
  }
  resources.delete('');
  return resources;
}

/** The folded names of a list's entries; undefined when it is no list, or an entry has no name. */
function namesIn(view: unknown, field: string): readonly string[] | undefined {
  if (!isRecord(view) || !Array.isArray(view[field])) return undefined;
  const names: string[] = [];
  for (const entry of listAt(view, field)) {
    const name = textAt(entry, 'name');
    if (name === undefined) return undefined;
    names.push(folded(name));
  }
  return names;
}
