import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { LongRow } from '../../../frontend/view/LongRow.tsx';
import { LongTable } from '../../../frontend/view/LongTable.tsx';

const items = Array.from({ length: 5000 }, (_, index) => `item ${index}`);

function show(chosen: (item: string) => void = () => undefined): void {
  render(
    <LongTable
      label="Items"
      columns={[['Item']]}
      widths="1fr"
      items={items}
      look={{ sort: 'name', descending: false }}
      onSort={() => undefined}
      row={(item, place) => (
        <LongRow {...place} name={item} isChosen={false} onChoose={() => chosen(item)} cells={[]} />
      )}
    />,
  );
}

const body = (): HTMLElement => screen.getAllByRole('rowgroup')[0] ?? document.body;
const rows = (): readonly HTMLElement[] => [...body().querySelectorAll<HTMLElement>('[role="row"]')];
const rowOf = (item: string): HTMLElement | null => screen.getByText(item).closest('[role="row"]');
/** Where a row stands, from 0. */
const indexOf = (row: HTMLElement): number => Number(row.getAttribute('aria-rowindex')) - 2;
const top = 40;

function scrollTo(row: number): void {
  body().scrollTop = row * top;
  fireEvent.scroll(body());
}

const rested = (): Promise<void> => act(async () => new Promise((resolve) => setTimeout(resolve, 400)));

describe('a long table', () => {
  it('draws what is seen at first, and what is beside it once that is on the screen', async () => {
    show();
    expect(rows().map(indexOf)).toEqual(Array.from({ length: 12 }, (_, at) => at));
    await rested();
    expect(rows().map(indexOf)).toEqual(Array.from({ length: 16 }, (_, at) => at));
  });
});

describe('a long table that is scrolled', () => {
  it('makes no elements: a row that comes takes that of one that went, and those that stay keep theirs', () => {
    show();
    scrollTo(100);
    const [before, stays] = [new Set(rows()), rowOf('item 105')];
    scrollTo(103);
    expect(new Set(rows())).toEqual(before);
    expect(rowOf('item 105')).toBe(stays);
    expect(
      rows()
        .map(indexOf)
        .sort((a, b) => a - b),
    ).toEqual([0, ...Array.from({ length: 20 }, (_, at) => 102 + at)]);
    for (const row of rows()) {
      expect(row).toHaveTextContent(`item ${indexOf(row)}`);
      expect(row).toHaveStyle({ top: `${indexOf(row) * top}px` });
    }
  });

  it('has rows ready on the side to which it is scrolled', () => {
    show();
    const ahead = (row: number): readonly number[] => {
      scrollTo(row);
      const drawn = rows()
        .map(indexOf)
        .filter((index) => index !== 0);
      return [row - Math.min(...drawn), Math.max(...drawn) - row - 11];
    };
    expect(ahead(100)).toEqual([1, 7]);
    expect(ahead(97)).toEqual([7, 1]);
  });

  it('stands in the order of its rows once it is at rest, for whoever listens or selects text', async () => {
    show();
    scrollTo(100);
    scrollTo(103);
    await rested();
    const drawn = rows().map(indexOf);
    expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
    expect(drawn.slice(1)).toEqual(Array.from({ length: 20 }, (_, at) => 99 + at));
  });

  it('moves none of its elements, also not when a scroll begins', async () => {
    show();
    scrollTo(100);
    scrollTo(103);
    await rested();
    const before = rows();
    for (const row of [104, 107, 110]) {
      scrollTo(row);
      expect(rows().every((element, at) => element === before[at])).toBe(true);
    }
  });

  it('is not taken to be at rest where frames are so slow that a scroll was not told yet', async () => {
    show();
    scrollTo(100);
    body().scrollTop = 103 * top;
    await rested();
    expect(Math.max(...rows().map(indexOf))).toBe(118);
    fireEvent.scroll(body());
    await rested();
    expect(Math.max(...rows().map(indexOf))).toBe(118);
  });

  it('leaves the focus in its row, however far it is scrolled', async () => {
    show();
    const focused = screen.getByText('item 3');
    act(() => focused.focus());
    for (const row of [3, 20, 2000]) scrollTo(row);
    await rested();
    expect(document.activeElement).toBe(focused);
    expect(focused).toHaveTextContent('item 3');
    expect(document.querySelectorAll('.gennaker-long-name[tabindex="0"]')).toHaveLength(1);
  });

  it('is gone through by the keyboard from the row that was clicked', async () => {
    const chosen: string[] = [];
    show((item) => chosen.push(item));
    await userEvent.click(screen.getByText('item 7'));
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(document.activeElement).toHaveTextContent('item 8');
    expect(chosen).toEqual(['item 7', 'item 8']);
  });
});
