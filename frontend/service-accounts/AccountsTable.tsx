import React from 'react';
import { LongRow } from '../view/LongRow.tsx';
import type { RowPlace } from '../view/LongBody.tsx';
import { LongTable, type LongColumn } from '../view/LongTable.tsx';
import type { AccountRow, Look, SortKey } from './rows.ts';
import { StandingMark } from './StandingMark.tsx';
import { kindWords, rolesTold, usesTold } from './words.ts';

export interface AccountsTableProps {
  readonly rows: readonly AccountRow[];
  readonly look: Look;
  readonly chosen: string | undefined;
  readonly onSort: (key: SortKey) => void;
  readonly onChoose: (name: string) => void;
}

const columns: readonly LongColumn<SortKey>[] = [
  ['Account', 'name'],
  ['Kind'],
  ['Roles, all of them needed to use it'],
  ['Runs', 'uses'],
  ['Standing', 'standing'],
];

export function AccountsTable({ rows, chosen, onChoose, ...table }: AccountsTableProps): JSX.Element {
  return (
    <LongTable
      {...table}
      label="Service accounts"
      columns={columns}
      widths="5fr 2fr 4fr 2fr 2fr"
      items={rows}
      row={(row, place) => <Row {...place} row={row} isChosen={row.account.name === chosen} onChoose={onChoose} />}
    />
  );
}

interface RowProps extends RowPlace {
  readonly row: AccountRow;
  readonly isChosen: boolean;
  readonly onChoose: (name: string) => void;
}

const Row = React.memo(function Row({ row, onChoose, ...place }: RowProps): JSX.Element {
  const { account, standings } = row;
  const roles = rolesTold(account);
  return (
    <LongRow
      {...place}
      name={account.name}
      onChoose={() => onChoose(account.name)}
      cells={[
        kindWords(account),
        { text: roles, title: roles },
        usesTold(account),
        <StandingMark key="standing" standing={standings[0] ?? 'unknown'} />,
      ]}
    />
  );
});
