import './long-table.css';
import React from 'react';
import type { Sorted } from './address.ts';
import { useRowElements } from './row-elements.ts';
import { useReachedRow } from './use-reached-row.ts';
import { rowHeight, useScrolled, type Scrolled } from './use-scrolled.ts';

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

/** Rows drawn above and below those that are seen, so that none is missing while somebody scrolls. */
const beside = { nowhere: [0, 0], rest: [6, 6], end: [2, 10], start: [10, 2] } as const;
/** Before it is known how high the body is. */
const seenAtFirst = 11;

/** Only the rows that are seen are drawn. The arrow keys go from row to row, also to those that are not. */
export function LongTable<Item, Sort extends string>(props: LongTableProps<Item, Sort>): JSX.Element {
  const { label, columns, widths, items, look, onSort } = props;
  const scrolled = useScrolled();
  const { body, onScroll, towards } = scrolled;
  const { reached, ...on } = useReachedRow(items.length, scrolled);
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
      <div ref={body} role="rowgroup" className="gennaker-long-body" {...on} onScroll={onScroll}>
        <div role="presentation" style={{ height: items.length * rowHeight, position: 'relative' }}>
          <DrawnRows
            {...props}
            rows={drawnRows(scrolled, items.length, current)}
            current={current}
            inOrder={towards === 'rest' || towards === 'nowhere'}
          />
        </div>
      </div>
    </div>
  );
}

/** Also the one that is always drawn: whoever comes by Tab comes there. */
function drawnRows({ body, firstSeen, towards }: Scrolled, count: number, current: number): readonly number[] {
  const seen = Math.ceil((body.current?.clientHeight ?? 0) / rowHeight) || seenAtFirst;
  const [above, below] = beside[towards];
  const first = Math.max(0, firstSeen - above);
  const last = Math.min(count, firstSeen + seen + 1 + below);
  const rows = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);
  return count === 0 || (current >= first && current < last) ? rows : [...rows, current].sort((a, b) => a - b);
}

interface DrawnRowsProps<Item> extends Pick<LongTableProps<Item, string>, 'items' | 'row'> {
  readonly rows: readonly number[];
  readonly current: number;
  readonly inOrder: boolean;
}

/** At rest they stand in order, for whoever selects text or listens; to move elements while somebody scrolls would be dear. */
function DrawnRows<Item>({ items, row, rows, current, inOrder }: DrawnRowsProps<Item>): JSX.Element {
  const elements = useRowElements(rows);
  const shown = inOrder ? [...elements].sort(([a], [b]) => a - b) : [...elements].sort(([, a], [, b]) => a - b);
  return (
    <>
      {shown.map(([index, element]) => {
        const item = items[index];
        return (
          item !== undefined && (
            <React.Fragment key={element}>{row(item, { index, isReached: index === current })}</React.Fragment>
          )
        );
      })}
    </>
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
