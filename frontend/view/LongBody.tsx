import React from 'react';
import { useRowElements } from './row-elements.ts';
import { useReachedRow } from './use-reached-row.ts';
import { rowHeight, useScrolled, type Scrolled } from './use-scrolled.ts';

export interface LongBodyProps<Item> {
  readonly items: readonly Item[];
  readonly row: (item: Item, place: RowPlace) => JSX.Element;
}

export interface RowPlace {
  /** From 0. */
  readonly index: number;
  /** Whether Tab comes to it: to one row of all. */
  readonly isReached: boolean;
}

/** Rows drawn above and below those that are seen, so that none is missing while somebody scrolls. */
const beside = { nowhere: [0, 0], rest: [4, 4], end: [1, 7], start: [7, 1] } as const;
/** Before it is known how high the body is. */
const seenAtFirst = 11;

/** The rows of a long table: what is drawn anew while somebody scrolls. */
export function LongBody<Item>({ items, row }: LongBodyProps<Item>): JSX.Element {
  const scrolled = useScrolled();
  const { body, onScroll, towards } = scrolled;
  const { reached, ...on } = useReachedRow(items.length, scrolled);
  const current = Math.min(reached, Math.max(0, items.length - 1));
  // At rest in order, for whoever selects text or listens; to move elements while somebody scrolls would be dear.
  const inOrder = towards === 'rest' || towards === 'nowhere';
  const elements = useRowElements(drawnRows(scrolled, items.length, current), inOrder);
  return (
    <div ref={body} role="rowgroup" className="gennaker-long-body" {...on} onScroll={onScroll}>
      <div role="presentation" style={{ height: items.length * rowHeight, position: 'relative' }}>
        {elements.map(({ element, row: index }) => {
          const item = items[index];
          return (
            item !== undefined && <DrawnRow key={element} {...{ row, item, index }} isReached={index === current} />
          );
        })}
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

interface DrawnRowProps<Item> extends RowPlace {
  readonly item: Item;
  readonly row: LongBodyProps<Item>['row'];
}

/** A row that stays costs nothing while somebody scrolls. A class, as `React.memo` forgets which items it is for. */
class DrawnRow<Item> extends React.PureComponent<DrawnRowProps<Item>> {
  override render(): JSX.Element {
    const { row, item, index, isReached } = this.props;
    return row(item, { index, isReached });
  }
}
