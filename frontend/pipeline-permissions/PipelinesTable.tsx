import './pipeline-permissions.css';
import React, { useCallback, useEffect, useRef, useState } from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import type { PipelineVerdict } from '../../backend-stub/pipelines/verdict.ts';
import { PipelineRow, rowHeight } from './PipelineRow.tsx';
import type { Look, SortKey } from './rows.ts';

export interface PipelinesTableProps {
  readonly pipelines: readonly Pipeline[];
  readonly judge: (pipeline: Pipeline) => PipelineVerdict;
  readonly look: Look;
  readonly chosen: string | undefined;
  readonly label: string;
  readonly onSort: (key: SortKey) => void;
  readonly onChoose: (id: string) => void;
}

const columns: readonly (readonly [heading: string, sort?: SortKey])[] = [
  ['Pipeline', 'name'],
  ['Triggers'],
  ['Runs as', 'identity'],
  ['Roles'],
  ['Automatic runs', 'verdict'],
];

/** Rows drawn beside those that are seen, so that none is missing while somebody scrolls. */
const beside = 8;
const seenAtFirst = 15;

/** Only the rows that are seen are drawn. The arrow keys go from row to row, also to those that are not. */
export function PipelinesTable({ pipelines, look, onSort, ...rows }: PipelinesTableProps): JSX.Element {
  const { body, top, setTop, reached, onKeyDown } = useReached(pipelines.length);
  const height = body.current?.clientHeight ?? 0;
  const first = Math.max(0, Math.floor(top / rowHeight) - beside);
  const last = first + 2 * beside + Math.max(seenAtFirst, Math.ceil(height / rowHeight));
  const current = Math.min(reached, Math.max(0, pipelines.length - 1));
  return (
    <div
      role="table"
      aria-label={rows.label}
      aria-rowcount={pipelines.length + 1}
      className="gennaker-permissions-table"
    >
      <div role="row" aria-rowindex={1} className="gennaker-permissions-row gennaker-permissions-head">
        {columns.map(([heading, sort]) => (
          <Heading key={heading} {...{ heading, sort, look, onSort }} />
        ))}
      </div>
      <div
        ref={body}
        role="rowgroup"
        className="gennaker-permissions-body"
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      >
        <div role="presentation" style={{ height: pipelines.length * rowHeight, position: 'relative' }}>
          {drawn(pipelines, { first, last, current }).map(({ pipeline, index }) => (
            <PipelineRow
              key={pipeline.id}
              {...{ pipeline, index }}
              verdict={rows.judge(pipeline)}
              isChosen={pipeline.id === rows.chosen}
              isReached={index === current}
              onChoose={rows.onChoose}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface Reached {
  readonly body: React.RefObject<HTMLDivElement>;
  readonly top: number;
  readonly setTop: (top: number) => void;
  /** The row that has the focus, or had it last. */
  readonly reached: number;
  readonly onKeyDown: (event: React.KeyboardEvent) => void;
}

/** A row that is not drawn yet is scrolled to, drawn, and then given the focus. */
function useReached(count: number): Reached {
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [reached, setReached] = useState(0);
  const isMoving = useRef(false);
  const onKeyDown = useCallback(
    (event: React.KeyboardEvent) => {
      const to = neighbour(event.key, reached, count);
      if (to === undefined) return;
      event.preventDefault();
      isMoving.current = true;
      setReached(to);
      scrollTo(body.current, to);
      setTop(body.current?.scrollTop ?? 0);
    },
    [reached, count],
  );
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    body.current?.querySelector<HTMLElement>(`[data-index="${reached}"]`)?.focus();
  }, [reached, top]);
  return { body, top, setTop, reached, onKeyDown };
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  /** Always drawn: whoever comes by Tab comes there. */
  readonly current: number;
}

function drawn(
  pipelines: readonly Pipeline[],
  { first, last, current }: Stretch,
): readonly { readonly pipeline: Pipeline; readonly index: number }[] {
  const seen = pipelines.slice(first, last).map((pipeline, offset) => ({ pipeline, index: first + offset }));
  const one = pipelines[current];
  return one === undefined || (current >= first && current < last)
    ? seen
    : [...seen, { pipeline: one, index: current }];
}

interface HeadingProps {
  readonly heading: string;
  readonly sort: SortKey | undefined;
  readonly look: Look;
  readonly onSort: (key: SortKey) => void;
}

function Heading({ heading, sort, look, onSort }: HeadingProps): JSX.Element {
  if (sort === undefined) return <span role="columnheader">{heading}</span>;
  const order = look.sort !== sort ? 'none' : look.descending ? 'descending' : 'ascending';
  return (
    <span role="columnheader" aria-sort={order}>
      <button type="button" className="gennaker-permissions-sort" onClick={() => onSort(sort)}>
        {heading}
        <span aria-hidden="true">{order === 'none' ? '' : order === 'descending' ? ' ▾' : ' ▴'}</span>
      </button>
    </span>
  );
}

function scrollTo(body: HTMLElement | null, index: number): void {
  if (body === null) return;
  const [above, below] = [index * rowHeight, (index + 1) * rowHeight - body.clientHeight];
  body.scrollTop = Math.min(Math.max(body.scrollTop, below), above);
}

/** Undefined for every key that leads nowhere. */
function neighbour(key: string, at: number, count: number): number | undefined {
  const page = 10;
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 },
  };
  const to = steps[key];
  return to === undefined || count === 0 ? undefined : Math.min(Math.max(to, 0), count - 1);
}
