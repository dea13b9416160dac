import './long-table.css';
import React from 'react';
import type { Sorted } from './address.ts';
import { rowHeight, useReachedRow } from './use-reached-row.ts';

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

export interface RowPlace {
  /** From 0. */
  readonly index: number;
  /** Whether Tab comes to it: to one row of all. */
  readonly isReached: boolean;
}

/** Rows drawn beside those that are seen, so that none is missing while somebody scrolls. */
const beside = 6;
/** Before it is known how high the body is. */
const seenAtFirst = 15;

/** Only the rows that are seen are drawn. The arrow keys go from row to row, also to those that are not. */
export function LongTable<Item, Sort extends string>(props: LongTableProps<Item, Sort>): JSX.Element {
  const { label, columns, widths, items, look, onSort, row } = props;
  const { body, firstSeen, onScroll, reached, onKeyDown } = useReachedRow(items.length);
  const seen = Math.ceil((body.current?.clientHeight ?? 0) / rowHeight) || seenAtFirst;
  const first = Math.max(0, firstSeen - beside);
  const last = firstSeen + seen + 1 + beside;
  const current = Math.min(reached, Math.max(0, items.length - 1));
  // React's type of a style knows no variables; CSS hands this one down to each row.
  const style: React.CSSProperties & { readonly '--gennaker-widths': string } = { '--gennaker-widths': widths };
  return (
    <div role="table" aria-label={label} aria-rowcount={items.length + 1} className="gennaker-long-table" style={style}>
      <div role="row" aria-rowindex={1} className="gennaker-long-row gennaker-long-head">
        {columns.map(([heading, sort]) => (
          <Heading key={heading} {...{ heading, sort, look, onSort }} />
        ))}
      </div>
      <div ref={body} role="rowgroup" className="gennaker-long-body" {...{ onKeyDown, onScroll }}>
        <div role="presentation" style={{ height: items.length * rowHeight, position: 'relative' }}>
          {drawn(items, { first, last, current }).map(({ item, index }) =>
            row(item, { index, isReached: index === current }),
          )}
        </div>
      </div>
    </div>
  );
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  /** Always drawn: whoever comes by Tab comes there. */
  readonly current: number;
}

function drawn<Item>(
  items: readonly Item[],
  { first, last, current }: Stretch,
): readonly { readonly item: Item; readonly index: number }[] {
  const seen = items.slice(first, last).map((item, offset) => ({ item, index: first + offset }));
  const one = items[current];
  return one === undefined || (current >= first && current < last) ? seen : [...seen, { item: one, index: current }];
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
