import { act, fireEvent, render, screen } from '@testing-library/react';
import React, { useRef, useState } from 'react';
import { PartedEditor } from '../../../../frontend/view/form/PartedEditor.tsx';
import type { EditorHandle } from '../../../../frontend/view/form/use-parts.ts';

const input = { id: 'text', 'aria-describedby': '', 'aria-invalid': false };
const long = Array.from({ length: 5_000 }, (_, line) => `line ${line}`).join('\n');
/** Deck copies the pipeline and compares it before it draws the form again. */
const deckMilliseconds = 1_000;

interface Seen {
  readonly handedUp: string[];
  replace: (text: string) => void;
}

function SlowOwner({ value, seen }: { readonly value: string; readonly seen: Seen }): JSX.Element {
  const [text, setText] = useState(value);
  const handle = useRef<EditorHandle>();
  seen.replace = setText;
  const onChange = (changed: string): void => {
    seen.handedUp.push(changed);
    setTimeout(() => setText(changed), deckMilliseconds);
  };
  return (
    <>
      <label htmlFor="text">Text</label>
      <PartedEditor input={input} value={text} marks={[]} handle={handle} onChange={onChange} />
    </>
  );
}

const area = (): HTMLTextAreaElement => screen.getByLabelText<HTMLTextAreaElement>('Text');
const firstLine = (): string => area().value.split('\n')[0] ?? '';

function typeAtTheStart(text: string): void {
  fireEvent.input(area(), { target: { value: `${text}${area().value}` } });
}

describe.each([
  ['a short text', 'line 0'],
  ['a long text, in parts', long],
])('%s whose owner is slow to draw what it was handed', (_what, value) => {
  let seen: Seen;
  beforeEach(() => {
    jest.useFakeTimers();
    seen = { handedUp: [], replace: () => undefined };
    render(<SlowOwner value={value} seen={seen} />);
    area().focus();
  });
  afterEach(() => jest.useRealTimers());

  it('stays in the same field, which keeps the focus, before and after that comes back', () => {
    const field = area();
    typeAtTheStart('a ');
    // As a timer of React 16 runs: outside of what it draws at once.
    jest.advanceTimersByTime(500);
    expect([area() === field, document.activeElement === field, firstLine()]).toEqual([true, true, 'a line 0']);
    act(() => void jest.runAllTimers());
    expect([area() === field, document.activeElement === field, firstLine()]).toEqual([true, true, 'a line 0']);
  });

  it('loses nothing that was typed before an earlier state of it comes back', () => {
    for (const letter of ['c ', 'b ', 'a ']) {
      typeAtTheStart(letter);
      jest.advanceTimersByTime(500);
    }
    typeAtTheStart('not handed up yet, ');
    act(() => void jest.advanceTimersByTime(deckMilliseconds - 100));
    expect(firstLine()).toBe('not handed up yet, a b c line 0');
    act(() => void jest.runAllTimers());
    expect(firstLine()).toBe('not handed up yet, a b c line 0');
    expect(seen.handedUp.at(-1)).toBe(`not handed up yet, a b c ${value}`);
  });

  it('is replaced by what comes from elsewhere, also while something is under way', () => {
    typeAtTheStart('a ');
    jest.advanceTimersByTime(500);
    act(() => seen.replace('from elsewhere'));
    expect(area().value).toBe('from elsewhere');
  });
});
