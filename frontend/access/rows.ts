import type { Application } from '../../backend-stub/contract/application-rules.ts';
import type { ToldRules } from '../../backend-stub/contract/applications-access.ts';
import { folded } from '../../backend-stub/contract/authorization.ts';
import { sortAt, wordAt, type Written } from '../view/address.ts';
import { isForAdmins, isOpen, rightsOn, rolesOf, type RightHolders } from './rights.ts';

export const addressKeys = ['application', 'project', 'find', 'only', 'sort'] as const;
export type Address = Partial<Record<(typeof addressKeys)[number], string>>;
export const onlyKinds = ['open', 'admins'] as const;
export const sortKeys = ['name'] as const;
export type SortKey = (typeof sortKeys)[number];

/** As it stands in the address; a word that is not known there is none. */
export interface Look {
  /** Part of a name or of a role, in any case. */
  readonly find: string;
  readonly project: string;
  /** What is open to everyone, or what has something that only admins can do. */
  readonly only: (typeof onlyKinds)[number] | undefined;
  readonly sort: SortKey;
  readonly descending: boolean;
}

export function readLook(address: Written): Look {
  return {
    find: wordAt(address, 'find'),
    project: wordAt(address, 'project'),
    only: onlyKinds.find((one) => one === wordAt(address, 'only')),
    ...sortAt(sortKeys, address, { sort: 'name', descending: false }),
  };
}

export interface ApplicationRow {
  readonly name: string;
  /** Worked out when it is first asked for: of thousands, a few are seen. */
  readonly rights: () => readonly RightHolders[];
}

export function rowsOf(applications: readonly Application[], rules: ToldRules | undefined): readonly ApplicationRow[] {
  return applications
    .map((application) => ({ name: application.name, rights: once(() => rightsOn(application, rules)) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** `projects`: by name, their applications. */
export function shownRows(
  rows: readonly ApplicationRow[],
  { find, project, only, descending }: Look,
  projects: ReadonlyMap<string, readonly string[]>,
): readonly ApplicationRow[] {
  const wanted = folded(find);
  const within = project === '' ? undefined : new Set((projects.get(project) ?? []).map(folded));
  const found = rows.filter(
    (row) =>
      within?.has(folded(row.name)) !== false &&
      (wanted === '' || isFound(row, wanted)) &&
      (only === undefined || (only === 'open' ? isOpen : isForAdmins)(row.rights())),
  );
  return descending ? [...found].reverse() : found;
}

function isFound({ name, rights }: ApplicationRow, wanted: string): boolean {
  if (folded(name).includes(wanted)) return true;
  return rights().some((holders) => {
    const roles = rolesOf(holders);
    return typeof roles === 'object' && roles.some((role) => role.includes(wanted));
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
