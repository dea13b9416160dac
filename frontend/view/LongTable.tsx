import './long-table.css';
import React from 'react';
import type { Sorted } from './address.ts';
import { LongBody, type RowPlace } from './LongBody.tsx';

export interface LongTableProps<Item, Sort extends string> {
  readonly label: string;
  readonly columns: readonly LongColumn<Sort>[];
  /** Widths of the columns, as `grid-template-columns` has them. */
  readonly widths: string;
  readonly items: readonly Item[];
  readonly look: Sorted<Sort>;
  readonly onSort: (sort: Sort) => void;
  /** A `LongRow`, or what draws one. */
  readonly row: (item: Item, place: RowPlace) => JSX.Element;
}

export type LongColumn<Sort extends string> = readonly [heading: string, sort?: Sort];

/** Only the rows that are seen are drawn. The arrow keys go from row to row, also to those that are not. */
export function LongTable<Item, Sort extends string>(props: LongTableProps<Item, Sort>): JSX.Element {
  const { label, columns, widths, items, look, onSort, row } = props;
  // React's type of a style knows no variables; CSS hands this one down to each row.
  const style: React.CSSProperties & { readonly '--gennaker-widths': string } = { '--gennaker-widths': widths };
  return (
    <div role="table" aria-label={label} aria-rowcount={items.length + 1} className="gennaker-long-table" style={style}>
      <div role="row" aria-rowindex={1} className="gennaker-long-row gennaker-long-head">
        {columns.map(([heading, sort]) => (
          <Heading key={heading} {...{ heading, sort, look, onSort }} />
        ))}
      </div>
      <LongBody {...{ items, row }} />
    </div>
  );
}

interface HeadingProps<Sort extends string> {
  readonly heading: string;
  readonly sort: Sort | undefined;
  readonly look: Sorted<Sort>;
  readonly onSort: (sort: Sort) => void;
}

function Heading<Sort extends string>({ heading, sort, look, onSort }: HeadingProps<Sort>): JSX.Element {
  if (sort === undefined) return <span role="columnheader">{heading}</span>;
  const order = look.sort !== sort ? 'none' : look.descending ? 'descending' : 'ascending';
  return (
    <span role="columnheader" aria-sort={order}>
      <button type="button" className="gennaker-long-sort" onClick={() => onSort(sort)}>
        {heading}
        <span aria-hidden="true">{order === 'none' ? '' : order === 'descending' ? ' ▾' : ' ▴'}</span>
      </button>
    </span>
  );
}
