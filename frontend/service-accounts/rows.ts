import type { ServiceAccount } from '../../backend-stub/contract/service-accounts.ts';
import { accountStandings, standingsOf } from '../../backend-stub/pipelines/account-standing.ts';
import type { AccountStanding } from '../../backend-stub/pipelines/account-standing.ts';
import { sortAt, wordAt, type Written } from '../view/address.ts';

export const sortKeys = ['name', 'uses', 'standing'] as const;
export type SortKey = (typeof sortKeys)[number];

export const addressKeys = ['account', 'find', 'standing', 'sort'] as const;
export type Address = Partial<Record<(typeof addressKeys)[number], string>>;

/** As it stands in the address; a word that is not known there is none. */
export interface Look {
  /** Part of a name, a role, a pipeline or an application, in any case. */
  readonly find: string;
  readonly standing: AccountStanding | undefined;
  readonly sort: SortKey;
  readonly descending: boolean;
}

export function readLook(address: Written): Look {
  return {
    find: wordAt(address, 'find'),
    standing: accountStandings.find((one) => one === wordAt(address, 'standing')),
    ...sortAt(sortKeys, address, { sort: 'standing', descending: false }),
  };
}

/** An account with what is found and sorted by, made once for each. */
export interface AccountRow {
  readonly account: ServiceAccount;
  readonly standings: readonly AccountStanding[];
  readonly name: string;
  readonly text: string;
}

export function rowsOf(accounts: readonly ServiceAccount[]): readonly AccountRow[] {
  return accounts.map((account) => {
    const { name, roles = [], uses = [] } = account;
    const places = uses.flatMap(({ application, pipeline }) => [application, pipeline]);
    const text = [name, ...roles, ...places].join('\n').toLowerCase();
    return { account, standings: standingsOf(account), name: name.toLowerCase(), text };
  });
}

export function shownRows(
  rows: readonly AccountRow[],
  { find, standing, sort, descending }: Look,
): readonly AccountRow[] {
  const wanted = find.trim().toLowerCase();
  const found = rows.filter(
    ({ text, standings }) => text.includes(wanted) && (standing === undefined || standings.includes(standing)),
  );
  const direction = descending ? -1 : 1;
  return [...found].sort((left, right) => direction * order[sort](left, right) || compared(left.name, right.name));
}

const order: Readonly<Record<SortKey, (left: AccountRow, right: AccountRow) => number>> = {
  name: (left, right) => compared(left.name, right.name),
  uses: (left, right) => (left.account.uses ?? []).length - (right.account.uses ?? []).length,
  standing: (left, right) => gravity(left) - gravity(right),
};

function gravity({ standings }: AccountRow): number {
  return accountStandings.findIndex((one) => one === standings[0]);
}

function compared(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
