import React from 'react';
import { LongRow } from '../view/LongRow.tsx';
import type { RowPlace } from '../view/LongBody.tsx';
import { LongTable, type LongColumn } from '../view/LongTable.tsx';
import { rolesWords } from '../view/rights-words.ts';
import { rights, rightWords, rolesOf } from './rights.ts';
import type { ApplicationRow, Look, SortKey } from './rows.ts';

export interface ApplicationsTableProps {
  readonly rows: readonly ApplicationRow[];
  readonly look: Look;
  readonly chosen: string;
  readonly onSort: (key: SortKey) => void;
  readonly onChoose: (application: string) => void;
}

const columns: readonly LongColumn<SortKey>[] = [
  ['Application', 'name'],
  ...rights.map((right): LongColumn<SortKey> => [rightWords[right]]),
];

export function ApplicationsTable({ rows, chosen, onChoose, ...table }: ApplicationsTableProps): JSX.Element {
  return (
    <LongTable
      {...table}
      label="Who may what, beside admins"
      columns={columns}
      widths="3fr 3fr 3fr 3fr 3fr"
      items={rows}
      row={(row, place) => <Row {...place} row={row} isChosen={row.name === chosen} onChoose={onChoose} />}
    />
  );
}

interface RowProps extends RowPlace {
  readonly row: ApplicationRow;
  readonly isChosen: boolean;
  readonly onChoose: (application: string) => void;
}

const Row = React.memo(function Row({ row: { name, rights: held }, onChoose, ...place }: RowProps): JSX.Element {
  const cells = held().map((holders) => {
    const roles = rolesOf(holders);
    const all = roles === undefined ? 'not known' : rolesWords(roles, Infinity);
    return { text: roles === undefined ? all : rolesWords(roles, 3), title: all };
  });
  return <LongRow {...place} name={name} onChoose={() => onChoose(name)} cells={cells} />;
});
